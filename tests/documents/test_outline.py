"""A paper as plain text."""

from fieldapp.documents.outline import Grid, Heading, Manner, Note, Paper, Signatures, Table, Text, Together, as_text

PAPER = Paper(
    "题目", "副题",
    (Heading("一、甲"), Grid((("住址", "石桥村"), ("电话", "无电话")), "联系"), Grid((("备注", "两行\n第二行"),)),
     Table(("姓名", "年龄"), (("李山", "64"), ("张英", "未填写")), (2, 1)), Text("一段话。"), Note("小字。"),
     Signatures(("户主签字(手印)",), "村(盖章处)")),
    "脚注", "0" * 32, "有一处没有定",
)  # fmt: skip


def test_every_word_of_a_paper_is_in_its_text():
    assert as_text(PAPER) == (
        "题目\n副题\n\n# 一、甲\n## 联系\n住址：石桥村\n电话：无电话\n备注：两行\n第二行\n姓名 | 年龄\n李山 | 64\n张英 | 未填写\n"
        f"一段话。\n小字。\n户主签字(手印):____\n村(盖章处):____\n\n脚注\n[{'0' * 32}]\n[有一处没有定]\n"
    )


def test_blocks_that_belong_together_and_boxes_for_a_pen_are_told_like_others():
    whole = Together((Text("李家", bold=True), Grid((("方式", "□入户 □电话"), ("见到谁", "")), "走访", manner=Manner.PEN)))
    assert as_text(Paper("题目", "", (whole,), "脚注")) == "题目\n\n\n李家\n## 走访\n方式：□入户 □电话\n见到谁：\n\n脚注\n"


def test_a_paper_without_id_and_mark_says_nothing_of_them():
    assert as_text(Paper("题目", "", (), "脚注")) == "题目\n\n\n脚注\n"
