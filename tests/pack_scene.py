"""What an invented company hands in before a class, as files; and a class's folder to put what comes of it into."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from pathlib import Path

import docx
import openpyxl

from okr_kit.trainer.pack.material import Given

PEOPLE = ("王芳", "李雷", "张伟", "陈静", "赵敏")
COMPANY, CUSTOMER, PRODUCT, PHONE = "云岭科技", "晨光百货", "小橙助手", "13812345678"
#: Nothing of this may stand in what is written besides the list.
SECRET = (*PEOPLE, COMPANY, CUSTOMER, PRODUCT, PHONE)
SCRIPT = "<script>window.broken=1</script>"

SALES = [
    ["姓名", "目标", "关键结果", "基线", "目标值", "单位", "截止", "权重"],
    ["王芳", "让连锁客户到期愿意续约", "到期客户续约数", 120, 150, "家", "2026-09-30", 0.4],
    ["王芳", None, "续约率从 82% 提升到 90%", 82, 90, "%", "2026-09-30", 0.3],
    ["王芳", None, "每月拜访 30 家重点客户", None, None, None, "2026-09-30", 0.3],
    ["李雷", "上线新版经销商门户", "新增经销商 86 家", None, 86, "家", "2026-09-30", 0.5],
    ["李雷", None, "经销商满意度显著提升", None, None, None, None, 0.5],
]
SERVICE = f"""# 客户服务部 2026Q3 OKR（{COMPANY}）

负责人：陈静 {PHONE}

O1：让报修的客户不用再打第二次电话
- KR1：一次修好的工单占比从 64% 提升到 85%
- KR2：召开 12 场服务复盘会
- KR3：提升客户满意度

O2：服务水平再上一个新台阶
- KR1：重复来电从每月 3,200 通降到 1,800 通
- KR2：完成 {SCRIPT} 知识库升级
"""
GOALS = """姓名,O,KR1,KR2
张伟,全面赋能业务打造闭环,GMV 从 3200 万元增长到 4500 万元,9 月底前完成仓库搬迁
赵敏,让新员工两周就能独立上岗,新员工独立接单天数从 35 天降到 14 天,编写 20 份操作手册
"""
LOOK_BACK = """二季度复盘  赵敏

目标：新员工独立接单天数从 35 天降到 20 天
结果：实际 26 天，完成率 60%
原因：都是人力部招的人素质太差，而且市场行情不好
经验：要重视培训
下一步：加强培训，提高认识
"""
MINUTES = """季度经营会议纪要
参会：王芳、李雷、张伟、陈静
1. 二季度营收 1.2 亿元，客单价 186 元，访客 64 万。
2. 张伟汇报了仓库搬迁的进展，预算 320 万元。
"""
BUDGET = [
    ["部门", "目标", "关键结果", "责任人", "预算（万元）", "编制", "备注"],
    ["华东区", "让华东的门店先想到我们", "营收达到 2.4 亿元", "王芳", 580, 46, f"含{CUSTOMER}"],
    ["华东区", None, "新增门店 35 家", "王芳", 120, 12, None],
]
LOCKED = b"\xd0\xcf\x11\xe0" + b"\0" * 100 + "EncryptedPackage".encode("utf-16-le")


def workbook(sheets: Mapping[str, Iterable[list]]) -> bytes:
    """An .xlsx file."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def saved(document) -> bytes:
    """A .docx file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def product_okr() -> bytes:
    """A Word file with a heading, numbered paragraphs and a table."""
    made = docx.Document()
    made.add_heading("产品部 OKR 2026Q3", 1)
    made.add_paragraph("负责人：李雷")
    made.add_paragraph(f"O：让{PRODUCT}的新用户第一天就用起来")
    for text in ("KR1：新用户首日完成首单占比从 22% 提升到 40%", "KR2：日活从 8.5 万提升到 12 万"):
        made.add_paragraph(text, style="List Number")
    table = made.add_table(rows=0, cols=4)
    rows = (
        ("目标", "关键结果", "目标值", "单位"),
        ("提高研发效率", "需求平均交付天数从 28 天降到 18 天", "18", "天"),
        ("", "缺陷数控制在 40 个以内", "40", "个"),
    )
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    return saved(made)


def weekly() -> bytes:
    """A weekly report in Word."""
    made = docx.Document()
    made.add_paragraph("周报（2026 年第 28 周） 王芳")
    parts = {
        "本周完成": [f"走访{CUSTOMER}等 12 家客户，签约 3 家，回款 86 万元", "续约率 84%，比上周升 1 个百分点"],
        "下周计划": ["继续推进续约工作", f"跟进{CUSTOMER}的合同"],
        "问题": ["价格审批太慢，需要张伟支持"],
    }
    for head, lines in parts.items():
        made.add_heading(head, 2)
        for line in lines:
            made.add_paragraph(line, style="List Bullet")
    return saved(made)


def client() -> dict[str, bytes]:
    """Eight files that are read, and seven that are not."""
    return {
        "2026年度目标.xlsx": workbook({"年度目标": BUDGET}),
        "产品部OKR.docx": product_okr(),
        "二季度复盘-赵敏.txt": LOOK_BACK.encode(),
        "华东/周报-王芳-28周.docx": weekly(),
        "季度会议纪要.txt": MINUTES.encode("utf-16"),
        "客服OKR.md": SERVICE.encode(),
        "目标.csv": GOALS.encode("gb18030"),
        "销售部OKR-王芳.xlsx": workbook({"OKR": SALES}),
        "坏.xlsx": b"PK\x03\x04broken",
        "旧.docx": b"\xd0\xcf\x11\xe0" + b"\0" * 100,
        "旧目标.doc": b"\xd0\xcf\x11\xe0",
        "汇报.pptx": b"PK\x03\x04",
        "白板.jpg": b"\xff\xd8\xff",
        "锁.docx": LOCKED,
        "锁.xlsx": LOCKED,
    }


def given(files: Mapping[str, bytes] | None = None) -> list[Given]:
    """The same as they are handed over by a page."""
    return [Given(name, data) for name, data in (client() if files is None else files).items()]


def put(folder: Path, files: Mapping[str, bytes] | None = None) -> Path:
    """The same in a folder, with what systems leave there."""
    litter = {".DS_Store": b"x", "~$产品部OKR.docx": b"x", "Thumbs.db": b"x"}
    for name, data in ({**client(), **litter} if files is None else files).items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return folder


def below(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with what it holds."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
