"""`mhfind completion`: the scripts that make shells complete what is typed, and the answers to what these ask.

A script calls mhfind with the words of the line, and with the number of those that are finished in the variable
`_MHFIND_COMPLETE`. The answer is a line for each suggestion: the value, a tab, what it means. Where there is none, a
shell offers files. Whatever is wrong, nothing is told: a line that is being typed is no place for messages.

Typer has scripts of its own. They are not used because their side of the program imports rich, tells errors, and splits
the line by other rules than the shell's. Typer's search for the option or argument at the cursor is used.
"""

from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from io import StringIO
from typing import Annotated

import typer
from typer._click.shell_completion import _resolve_context, _resolve_incomplete

from mhfind.cli.app import app as whole  # a module with an `app` of its own would be a group
from mhfind.cli.complete import Suggestion, one_of
from mhfind.cli.options import command as with_options
from mhfind.cli.session import Session
from mhfind.context import Context
from mhfind.errors import ExitCode, UsageError
from mhfind.output import write_stream
from mhfind.suggest import did_you_mean

BASH = r"""# Completion of mhfind for bash.
_mhfind() {
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        COMPREPLY+=("${line%%$'\t'*}")
    done < <(_MHFIND_COMPLETE=$((COMP_CWORD - 1)) "${1/#\~/$HOME}" "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _mhfind mhfind
"""
ZSH = r"""#compdef mhfind
# Completion of mhfind for zsh.
_mhfind() {
    local line program=${(Q)words[1]}
    local -a suggestions
    for line in ${(f)"$(_MHFIND_COMPLETE=$((CURRENT - 2)) ${~program} "${(@Q)words[2,CURRENT]}" 2>/dev/null)"}; do
        suggestions+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
    done
    if (( $#suggestions )); then
        _describe 'mhfind' suggestions
    else
        _files
    fi
}
if [[ ${funcstack[1]} == _mhfind ]]; then
    _mhfind "$@"
else
    compdef _mhfind mhfind
fi
"""
FISH = r"""# Completion of mhfind for fish.
function __mhfind_suggestions
    set -l words (commandline -opc)
    set -l begun (commandline -ct)
    set -l suggestions (env _MHFIND_COMPLETE=(math (count $words) - 1) $words $begun 2>/dev/null)
    if test (count $suggestions) -gt 0
        printf '%s\n' $suggestions
    else
        __fish_complete_path $begun
    end
end
complete --command mhfind --no-files --arguments '(__mhfind_suggestions)'
"""
POWERSHELL = r"""# Completion of mhfind for PowerShell.
Register-ArgumentCompleter -Native -CommandName mhfind -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object {
        if ($_.Value -is [string]) { $_.Value } else { $_.Extent.Text }
    })
    $program = $commandAst.GetCommandName()
    $before = $env:_MHFIND_COMPLETE
    $env:_MHFIND_COMPLETE = if ($wordToComplete) { $words.Count - 1 } else { $words.Count }
    try {
        & $program @words 2>$null | ForEach-Object {
            $value, $meaning = $_ -split "`t", 2
            if (-not $meaning) { $meaning = $value }
            [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $meaning)
        }
    }
    finally {
        $env:_MHFIND_COMPLETE = $before
    }
}
"""
SCRIPTS = {"bash": BASH, "zsh": ZSH, "fish": FISH, "powershell": POWERSHELL}


@with_options()
def command(
    session: Session,
    shell: Annotated[
        str, typer.Argument(metavar="SHELL", help="bash, zsh, fish or powershell.", autocompletion=one_of(*SCRIPTS))
    ],
) -> ExitCode:
    """Print a script that makes a shell complete commands, options and values.

    To install it, run one of these, then open a new terminal. The folder must exist.

    bash, with its package bash-completion:

      mhfind completion bash > ~/.local/share/bash-completion/completions/mhfind

    zsh, with `fpath+=(~/.zfunc)` before `compinit` in ~/.zshrc:

      mhfind completion zsh > ~/.zfunc/_mhfind

    fish:

      mhfind completion fish > ~/.config/fish/completions/mhfind.fish

    PowerShell, as a line in the file that $PROFILE names:

      mhfind completion powershell | Out-String | Invoke-Expression
    """
    if shell not in SCRIPTS:
        few = f"use one of: {', '.join(SCRIPTS)}"
        raise UsageError(f"there is no completion for {shell!r}", did_you_mean(shell, SCRIPTS, few))
    return session.write([SCRIPTS[shell]])


def answer(words: Sequence[str], finished: str) -> ExitCode:
    """Print what may stand at the cursor, given the words after `mhfind`. Prints nothing if anything fails.

    `finished`: how many of the words are, as a number; the next one, if there is any, is a beginning.
    """
    with suppress(Exception, SystemExit):
        # An option that acts at once does so here too: `mhfind --version -<Tab>` would print the version.
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            found = suggestions(words[: int(finished)], "".join(words[int(finished) :][:1]))
        lines = [f"{value}\t{' '.join(meaning.split())}\n" for value, meaning in found]
        write_stream(Context.of_process().stdout, lines, utf8=False)
    return ExitCode.OK


def suggestions(finished: Sequence[str], begun: str) -> list[Suggestion]:
    """Return what the word that is `begun` may become after `finished` ones. Raises MhfindError.

    bash makes three words of `--country=U` and wants the value alone; to the other shells it is one word.
    """
    before = [word for word in finished if word != "="]
    option = begun[: begun.find("=") + 1] if begun.startswith("-") else ""
    context = _resolve_context(typer.main.get_command(whole), {}, "mhfind", before)
    at_cursor, begun = _resolve_incomplete(context, before, begun)
    items = at_cursor.shell_complete(context, begun)
    return [(option + item.value, item.help or "") for item in items if item.type == "plain"]
