def reference():
    return ""
