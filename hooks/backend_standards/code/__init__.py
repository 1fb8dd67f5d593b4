"""Python code: which files are judged, one parse of each, names, and a module for the rules of each hook.

Private: no API.
"""
