"""Made pages with the structure of real portals: what audits are timed on.

Five kinds, after what government, bank and hospital sites in China serve: a home page, a list of notices, an article,
a hall of services, a form. Each carries what such pages carry around their content: a top bar, a banner with search, a
menu whose sub-menus are hidden, breadcrumbs, wrappers with classes and ids, icons, carousels, tabs with hidden panels,
cards, tables, forms, a side bar, friendly links, a footer in columns, a floating bar, one style sheet and one script
for all. Three elements in ten are hidden until somebody opens them, and half hold no text of their own. Faults are as
frequent as there: grey dates, 12 px type, pictures without alternative, fields without label, listeners on what no key
reaches. Nothing is copied from a site; nothing is random: the same size makes the same page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

SIZES = (
    200, 250, 300, 350, 400, 450, 500, 600, 700, 800, 900, 1000, 1100, 1200, 1300, 1500, 1700, 2000, 2500, 3000,
)  # fmt: skip
SITES = ("安澜市人民政府", "安澜农村商业银行", "安澜市第一人民医院")
MENU = ("首页", "政务公开", "办事服务", "互动交流", "走进安澜", "数据开放", "专题专栏")
UNDER = ("机构职能", "政策文件", "规划计划", "财政资金", "人事信息", "应急管理", "招标采购", "建议提案")
SERVICES = (
    "社保查询",
    "医保报销",
    "养老金认证",
    "公积金提取",
    "不动产登记",
    "水电缴费",
    "预约挂号",
    "老年证办理",
    "户口迁移",
)
TITLES = (
    "关于调整城乡居民基本养老保险基础养老金标准的通知", "安澜市卫生健康委员会关于做好老年人体检工作的公告",
    "市民政局开展高龄津贴年度复核", "便民服务中心节假日值班安排", "关于部分网点暂停营业的公告", "门诊楼二层电梯检修提示",
    "专家门诊本周出诊表", "防范养老诈骗：这些话术要当心",
)  # fmt: skip
SENTENCES = (
    "凡年满六十周岁、具有本市户籍的老年人，可持本人身份证到就近的便民服务中心办理。",
    "行动不便的老年人，由社区工作人员上门采集信息，家属也可以代为提交材料。",
    "窗口保留现金和纸质材料，任何单位不得强制要求使用手机办理。",
    "咨询电话在工作日上午八点半到下午五点半有人接听，节假日由值班人员值守。",
)
ICON = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 4h16v12H4z"/><path d="M8 20h8v-2H8z"/></svg>'
FILES = {
    file.name: file.read_text(encoding="utf-8") for file in sorted(Path(__file__).with_name("portal_files").iterdir())
}


def page_of(size: int, kind: int | None = None) -> str:
    """A page of about so many elements; its kind follows from the size unless told."""
    kinds: tuple[Callable[[Iterator[int]], Iterator[str]], ...] = (home, notices, article, hall, application)
    which = (SIZES.index(size) if size in SIZES else size) if kind is None else kind
    numbers = count(1)
    site = SITES[which % len(SITES)]
    around = head(site, size) + foot(site, size)
    body, left = [], size - elements(around) - 8
    for part in kinds[which % len(kinds)](numbers):
        if body and elements(part) > left + elements(part) // 2:
            break
        body.append(part)
        left -= elements(part)
    return f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>{site}</title><link rel="stylesheet" href="site.css"></head><body>{head(site, size)}<div class="wrap" id="content">{"".join(body)}</div>{foot(site, size)}<script src="site.js"></script></body></html>'  # noqa: E501


def elements(html: str) -> int:
    """How many elements a piece has."""
    return len(re.findall(r"<[a-z]", html))


def head(site: str, size: int) -> str:
    """Top bar, banner with search, menu with hidden sub-menus; larger sites have longer ones."""
    entries, under = (5, 4) if size < 400 else (7, 8)
    subs = "".join(f'<li><a href="/{u}/"><em>{name}</em></a></li>' for u, name in enumerate(UNDER[:under]))
    menu = "".join(
        f'<li class="item-{n}"><a href="/{n}/">{name}</a><ul class="sub">{subs}</ul></li>'
        for n, name in enumerate(MENU[:entries])
    )
    return f"""<div class="topbar"><div class="wrap clearfix"><ul class="fl"><li id="today"></li><li><a href="/login">登录</a></li><li><a href="/reg">注册</a></li><li><a href="/en">English</a></li></ul></div></div>
<div class="banner" id="header"><div class="wrap"><a class="logo" href="/"><img src="banner.svg" width="40" height="40"> {site}</a><form class="search" action="/s"><input type="text" name="q" placeholder="请输入关键字"><button type="submit">搜索</button></form></div></div>
<div class="nav" role="navigation"><div class="wrap"><ul class="bar clearfix">{menu}</ul></div></div>"""  # noqa: E501


def foot(site: str, size: int) -> str:
    """Friendly links behind a tab, columns, a floating bar."""
    links = "".join(
        f'<li><a href="/l{n}" target="_blank">{UNDER[n % 8]}网</a></li>' for n in range(6 if size < 400 else 24)
    )
    columns = "".join(
        f'<div class="col"><h3>{name}</h3><ul><li><a href="/a">联系我们</a></li><li><a href="/b">网站地图</a></li><li><a href="/c">使用帮助</a></li></ul></div>'  # noqa: E501
        for name in MENU[1 : 2 if size < 400 else 5]
    )
    return f"""<div class="ft" id="footer"><div class="wrap"><div class="links"><div class="hide"><ul>{links}</ul></div></div>{columns}<p>主办：{site}　电话：<a href="tel:12345">12345</a></p><p><span>安澜备00000号</span> <img src="banner.svg" width="16" height="16" alt="网安备案"></p></div></div>
<div class="float"><a href="/ask"><i class="icon"></i>在线咨询</a><a href="javascript:;" id="totop">返回顶部</a></div>"""  # noqa: E501


def crumb(*names: str) -> str:
    """Where one is."""
    return (
        '<div class="crumb"><span>当前位置：</span><a href="/">首页</a>'
        + "".join(f"<i>&gt;</i><a href='#'>{n}</a>" for n in names)
        + "</div>"
    )


def rows(numbers: Iterator[int], most: int) -> str:
    """Lines of a list: title and date, some marked as new."""
    out = []
    for _ in range(most):
        n = next(numbers)
        new = '<span class="tag">新</span>' if n % 6 == 0 else ""
        title = TITLES[n % 8]
        link = f'<a href="/n/{n}.html" title="{title}">{title}</a>'
        out.append(f'<li>{link}{new}<span class="date">2026-11-{n % 28 + 1:02d}</span></li>')
    return f'<ul class="news">{"".join(out)}</ul>'


def tabbed(numbers: Iterator[int], name: str) -> str:
    """A box of three tabs; two of its panels are hidden."""
    tabs = "".join(f'<span class="{"on" if i == 0 else ""}">{UNDER[(next(numbers) + i) % 8]}</span>' for i in range(3))
    panels = "".join(f'<div class="panel{" on" if i == 0 else ""}">{rows(numbers, 7)}</div>' for i in range(3))
    return f'<div class="box"><div class="box-hd"><h2>{name}</h2><div class="tabs">{tabs}</div><a class="more" href="/m">更多</a></div><div class="box-bd">{panels}</div></div>'  # noqa: E501


def cards(numbers: Iterator[int], name: str) -> str:
    """Services with their icons."""
    each = "".join(
        f'<div class="card"><a href="/f/{next(numbers)}"><span class="ico">{ICON}</span><span class="name">{s}</span></a></div>'
        for s in SERVICES[:8]
    )
    return f'<div class="box"><div class="box-hd"><h2>{name}</h2><a class="more" href="/m">更多</a></div><div class="cards clearfix">{each}</div></div>'  # noqa: E501


def slides(numbers: Iterator[int]) -> str:
    """A carousel that moves by itself."""
    items = "".join(
        f'<div class="item{" on" if i == 0 else ""}"><a href="/p/{next(numbers)}"><img src="banner.svg" width="1200" height="360" alt=""><p>{TITLES[i]}</p></a></div>'  # noqa: E501
        for i in range(5)
    )
    return f'<div class="slide" id="focus-{next(numbers)}">{items}<div class="dots">{"<span></span>" * 5}</div></div>'


def table(numbers: Iterator[int], name: str, lines: int = 12) -> str:
    """A table of opening hours, rates or doctors."""
    body = "".join(
        f'<tr><td>{next(numbers)}</td><td><a href="/d/{i}">{SERVICES[i % 9]}</a></td><td>上午8:30—12:00</td><td><span class="tag">{"可预约" if i % 3 else "已约满"}</span></td><td><a href="/y/{i}">办理</a></td></tr>'  # noqa: E501
        for i in range(lines)
    )
    return f'<div class="box"><div class="box-hd"><h2>{name}</h2></div><table><thead><tr><th>序号</th><th>名称</th><th>时间</th><th>状态</th><th>操作</th></tr></thead><tbody>{body}</tbody></table></div>'  # noqa: E501


def home(numbers: Iterator[int]) -> Iterator[str]:
    """A carousel, then tabs, cards and tables as many as there is room for."""
    yield slides(numbers)
    for n in count():
        yield (tabbed(numbers, "政务要闻"), cards(numbers, "高频服务"), table(numbers, "网点和窗口"))[n % 3]


def notices(numbers: Iterator[int]) -> Iterator[str]:
    """Breadcrumbs, a side menu, lists, pages to turn."""
    yield crumb("政务公开", "通知公告")
    for n in count():
        inner = "".join(f'<div class="box"><div class="panel on">{rows(numbers, 10)}</div></div>' for _ in range(2))
        side = "".join(
            f'<li class="s{u}"><a href="/{u}/"><i class="icon icon-{u}"></i><span>{UNDER[u]}</span></a></li>'
            for u in range(8)
        )
        yield f'<div class="main"><div class="left">{inner}</div><div class="side"><div class="box"><ul>{side}</ul></div></div></div><div class="pager"><a href="?p={n}">上一页</a><span class="on">{n + 1}</span><a href="?p={n + 2}">下一页</a></div>'  # noqa: E501


def article(numbers: Iterator[int]) -> Iterator[str]:
    """An article with its sizes of type, then related news."""
    yield crumb("政务公开", "政策解读")
    text = "".join(f"<p>{SENTENCES[n % 4]}{SENTENCES[(n + 1) % 4]}<strong>请带身份证</strong>。</p>" for n in range(12))
    steps = "".join(
        f'<a href="javascript:;" data-size="{px}">{name}</a> ' for px, name in ((22, "大"), (18, "中"), (16, "小"))
    )
    yield f'<article class="art" id="zoom"><h1>{TITLES[0]}</h1><div class="meta"><span>来源：市民政局</span> <span>2026-11-02</span> <span>字号：{steps}</span></div>{text}</article>'  # noqa: E501
    for n in count():
        yield (tabbed(numbers, "相关新闻"), table(numbers, "附件：办理网点", 20))[n % 2]


def hall(numbers: Iterator[int]) -> Iterator[str]:
    """Cards of services and the tables behind them."""
    yield crumb("办事服务")
    for n in count():
        yield (cards(numbers, "个人办事"), cards(numbers, "法人办事"), table(numbers, "出诊和排班", 16))[n % 3]


def application(numbers: Iterator[int]) -> Iterator[str]:
    """A form of groups; some labels are only placeholders."""
    yield crumb("办事服务", "在线申请")
    for n in count():
        fields = "".join(
            f'<div class="row form-group"><label class="lab" for="f{n}-{i}"><em>*</em>{name}</label><input id="f{n}-{i}" name="f{n}{i}" autocomplete="{auto}"></div>'  # noqa: E501
            for i, (name, auto) in enumerate((("姓名", "name"), ("手机号码", "tel"), ("家庭住址", "street-address")))
        )
        choice = "".join(f'<option value="{i}">{UNDER[i]}</option>' for i in range(8))
        yield f'<form class="box art" id="form{n}" action="/send"><h2>第{n + 1}部分</h2>{fields}<div class="row"><span class="lab">办理事项</span><select name="s{n}">{choice}</select></div><div class="row"><input name="c{n}" placeholder="补充说明"></div><div class="row"><div class="btn" role="button" tabindex="0">保存</div> <button class="btn" type="button">下一步</button></div></form>'  # noqa: E501
        yield (table(numbers, "所需材料"), tabbed(numbers, "办理须知"))[n % 2]
