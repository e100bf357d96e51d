"""The window. What Qt calls of it is seen to before the first class is made."""

from ui.overrides import watch

watch()
