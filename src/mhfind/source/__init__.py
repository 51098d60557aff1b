"""The contributor's path: YAML files -> checked records, every problem reported at once.

`reader` turns text into nodes that know their line; `walker` turns nodes into records; `rules` checks what one field
cannot know of another; `files` reads whole catalogs; `canonical` writes the one form that records have. The only
package that imports yaml; nothing on the way of a search imports it.
"""
