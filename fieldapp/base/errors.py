"""Every kind of failure that a person may read."""


class FieldAppError(Exception):
    """Something a person can act on: one sentence what happened, one what to do now."""

    def __init__(self, what: str, advice: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.advice = advice

    def __str__(self) -> str:
        return self.what + self.advice


class BadAnswer(FieldAppError):
    """A text that its question cannot take as an answer."""


class CannotOpen(FieldAppError):
    """A survey file that cannot be opened: damaged, locked, newer, or a wrong password."""


class BadBook(FieldAppError):
    """A workbook from outside that cannot be read."""


class Cancelled(FieldAppError):
    """The person stopped a piece of work; nothing half done is left behind."""

    def __init__(self) -> None:
        super().__init__("已取消。", "没有留下不完整的文件。")
