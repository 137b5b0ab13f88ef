"""Which stretches of a notice are tasks, on invented notices of 澜川市, one for each way of writing
responsibility down.
"""

from silverbridge.engines.notices import ParsedNotice, parse

HEAD = """澜川市人民政府办公室关于印发《澜川市便老服务实施方案》的通知
澜政办发〔2023〕12号

各县（市、区）人民政府，市直各单位：
《澜川市便老服务实施方案》已经市政府同意，现印发给你们，请认真组织实施。

澜川市人民政府办公室
2023年3月6日
（此件公开发布）

澜川市便老服务实施方案
为方便老年人办事，根据《澜川市养老服务条例》，制定本方案。
"""


def tasks_of(body: str) -> list[tuple]:
    return [(t.clause, t.text, list(t.leads), list(t.others), t.deadline) for t in parse(HEAD + body).tasks]


def spans_hold(notice: ParsedNotice, text: str) -> None:
    for task in notice.tasks:
        assert text[task.start : task.end] == task.text


def test_a_bracket_ends_each_task():
    assert tasks_of(
        "一、总体要求\n到2025年，服务更加便捷。\n二、重点任务\n（一）办好助餐。\n"
        "1．新建食堂。每个街道至少一处。（市民政局牵头，市财政局配合，2023年10月底前完成）\n"
        "2．发放餐券（市财政局负责，2024年底前完成）。\n"
        "三、保障措施\n（一）加强宣传。用好各类媒体。（市委宣传部、市融媒体中心等单位按职责分工负责）\n（二）强化督导。定期检查。\n"
    ) == [
        ("二/(一)/1", "新建食堂。每个街道至少一处。", ["市民政局"], ["市财政局"], "2023-10-31"),
        ("二/(一)/2", "发放餐券", ["市财政局"], [], "2024-12-31"),
        ("三/(一)", "加强宣传。用好各类媒体。", [], ["市委宣传部", "市融媒体中心"], None),
    ]


def test_a_paragraph_and_its_continuations_hold_several_tasks():
    found = tasks_of(
        "一、便利出行\n1.加密班次。（市交通运输局负责）增设座椅。（市城管局、市交通运输局负责）\n"
        "改造站台。\n站台铺设盲道。（市住建局牵头）\n"
    )
    assert [(c, t) for c, t, *_ in found] == [
        ("一/1", "加密班次。"),
        ("一/1", "增设座椅。"),
        ("一/1", "改造站台。\n站台铺设盲道。"),
    ]
    parts = parse(HEAD + "一、便利出行\n1.加密班次。（市交通运输局负责）增设座椅。（市城管局负责）\n").tasks
    assert [t.part for t in parts] == [1, 2]


def test_brackets_after_half_sentences():
    assert [
        (t, lead)
        for _, t, lead, *_ in tasks_of("一、办事\n（一）开设专窗（市政务局牵头）；开通热线（市工信局牵头）。\n")
    ] == [
        ("开设专窗", ["市政务局"]),
        ("开通热线", ["市工信局"]),
    ]


def test_label_lines_below_a_clause():
    found = tasks_of(
        "一、就医\n（一）保留窗口\n医院保留人工窗口。\n责任单位：市卫生健康委\n完成时限：2023年6月底前\n"
        "（二）预留号源\n预留一成号源。\n牵头单位：市卫生健康委\n配合单位：市医保局、各县（市、区）政府\n完成时限：长期坚持\n"
        "（三）送药上门。\n责任单位：市医保局、市邮政管理局；配合单位：市商务局\n"
    )
    assert found == [
        ("一/(一)", "保留窗口\n医院保留人工窗口。", ["市卫生健康委"], [], "2023-06-30"),
        (
            "一/(二)",
            "预留号源\n预留一成号源。",
            ["市卫生健康委"],
            ["市医保局", "各县（市、区）政府"],
            "ongoing",
        ),
        ("一/(三)", "送药上门。", ["市医保局", "市邮政管理局"], ["市商务局"], None),
    ]


def test_labels_at_the_end_of_a_paragraph_and_in_brackets():
    found = tasks_of(
        "一、消费\n1.整治拒收现金。责任单位：人行澜川分行、市市场监管局。\n"
        "2.推广大字菜单。（牵头单位：市商务局；责任单位：各区；完成时限：2023年9月）\n3.公示价格。【责任单位：市发展改革委】\n"
    )
    assert found == [
        ("一/1", "整治拒收现金。", [], ["人行澜川分行", "市市场监管局"], None),
        ("一/2", "推广大字菜单。", ["市商务局"], ["各区"], "2023-09-30"),
        ("一/3", "公示价格。", ["市发展改革委"], [], None),
    ]


def test_the_first_position_rule_holds_from_where_it_stands():
    found = tasks_of(
        "一、文体\n1.开放场馆。（市体育局、市教育局负责）\n"
        "2.增设时段。（市文旅局、市体育局，列第一位者为牵头单位，下同）\n3.培训志愿者。（市教育局、团市委按职责分工负责）\n"
    )
    assert [(lead, others) for _, _, lead, others, _ in found] == [
        ([], ["市体育局", "市教育局"]),
        (["市文旅局"], ["市体育局"]),
        (["市教育局"], ["团市委"]),
    ]


def test_a_heading_with_a_bracket_is_a_task_beside_its_measures():
    found = tasks_of(
        "一、智能产品\n（一）推动终端改造（市工业和信息化局牵头）\n"
        "1.改造一批终端。（市工业和信息化局负责）\n2.更新一批软件。（市数据局负责）\n"
    )
    assert [(c, t) for c, t, *_ in found] == [
        ("一/(一)", "推动终端改造"),
        ("一/(一)/1", "改造一批终端。"),
        ("一/(一)/2", "更新一批软件。"),
    ]


def test_unmarked_measures_below_a_marked_heading_are_tasks_without_units():
    found = tasks_of(
        "一、出行（市交通运输局牵头）\n1.加密班次。\n2.增设座椅。（市城管局负责）\n二、其他\n1.不是任务。\n"
    )
    assert [(c, t, lead) for c, t, lead, *_ in found] == [
        ("一", "出行", ["市交通运输局"]),
        ("一/1", "加密班次。", []),
        ("一/2", "增设座椅。", ["市城管局"]),
    ]


def test_a_heading_s_bracket_speaks_for_the_plain_paragraph_below():
    body = (
        "一、培训\n（一）开办课堂（市教育局负责）\n每个社区每季度开课一次，讲授手机使用，由志愿者现场辅导。\n"
        "（二）编印手册（市教育局负责）\n手册采用大字排版，免费发放到每个社区，并定期更新内容。\n"
    )
    notice = parse(HEAD + body)
    assert [t.text.split("\n")[-1][:4] for t in notice.tasks] == ["每个社区", "手册采用"]


def test_a_mark_on_its_own_line_speaks_for_the_points_above_it():
    found = tasks_of(
        "一、应急\n1.完善预案：\n（1）登记独居老人；\n（2）备足物资。\n（责任单位：市应急局、市民政局）\n"
        "2.开展演练。\n（责任单位：市应急局）\n"
    )
    assert [(c, t[:4]) for c, t, *_ in found] == [("一/1", "完善预案"), ("一/2", "开展演练")]


def test_bullets_are_tasks_of_their_own():
    found = tasks_of(
        "一、出行\n（一）优化公交\n• 保留现金购票。（市公交集团负责）\n• 增设扬召点。（市交通运输局负责）\n"
    )
    assert [(c, t) for c, t, *_ in found] == [("一/(一)", "保留现金购票。"), ("一/(一)", "增设扬召点。")]


TABLE = [
    ["序号", "工作任务", "牵头单位", "责任单位", "完成时限"],
    ["1", "建设老年食堂二十处，覆盖全部街道。", "市民政局", "市财政局、各区", "2023年12月"],
    ["2", "改造公交站台一百个。", "市交通运输局", "/", "2024年6月底前"],
    ["3", "培训助老员。", "市教育局", "市民政局等部门", "长期坚持"],
]
ROWS = [
    ("附件1/1", "建设老年食堂二十处，覆盖全部街道。", ["市民政局"], ["市财政局", "各区"], "2023-12-31"),
    ("附件1/2", "改造公交站台一百个。", ["市交通运输局"], [], "2024-06-30"),
    ("附件1/3", "培训助老员。", ["市教育局"], ["市民政局"], "ongoing"),
]
LETTER = (
    "一、工作要求\n请各单位按分工落实。\n附件：1.重点任务分工表\n2.联系人名单\n"
    "澜川市人民政府办公室\n2023年3月6日\n附件1\n重点任务分工表\n"
)


def test_a_table_flattened_to_a_cell_a_line():
    assert tasks_of(LETTER + "\n".join(cell for row in TABLE for cell in row) + "\n") == ROWS


def test_a_table_flattened_to_a_row_a_line():
    assert tasks_of(LETTER + "\n".join("\t".join(row) for row in TABLE) + "\n") == ROWS
    bars = ["| " + " | ".join(row) + " |" for row in TABLE]
    assert tasks_of(LETTER + "\n".join([bars[0], "|---|---|---|---|---|", *bars[1:]]) + "\n") == ROWS


def test_merged_cells_and_persons_in_a_table():
    cells = [
        *("序号", "类别", "具体任务", "责任单位", "责任人", "完成时限"),
        *("1", "便民出行", "增设候车座椅，方便老人歇脚等候。", "市城管局", "张某某", "2023年8月"),
        *("2", "更新站牌字体，做到大字清晰可辨。", "市交通运输局、市城管局", "李某", "2023年9月"),
        *("3", "助餐服务", "开办社区食堂，每日供应两餐。", "市民政局", "王某", "2023年10月"),
    ]
    found = tasks_of(LETTER + "\n".join(cells) + "\n")
    assert [(c, t[:4], lead, others, d) for c, t, lead, others, d in found] == [
        ("附件1/1", "增设候车", ["市城管局"], [], "2023-08-31"),
        ("附件1/2", "更新站牌", [], ["市交通运输局", "市城管局"], "2023-09-30"),
        ("附件1/3", "开办社区", ["市民政局"], [], "2023-10-31"),
    ]


def test_a_table_whose_cells_single_spaces_part():
    table = (
        "序号 项目名称 建设内容及目标 责任领导 牵头单位 配合单位 完成时限\n"
        "1 老年食堂 新建食堂十家，服务半径一公里。 张某某 区民政局 各镇街 10月\n"
        "2 家庭改造 改造困难老年人家庭二百户。 李某某 区民政局 区残联、各镇街 11月底\n"
    )
    assert tasks_of(table) == [
        ("1", "新建食堂十家，服务半径一公里。", ["区民政局"], ["各镇街"], "2023-10-31"),
        ("2", "改造困难老年人家庭二百户。", ["区民政局"], ["区残联", "各镇街"], "2023-11-30"),
    ]


def test_a_text_whose_paragraphs_are_told_by_their_indents_only():
    text = (
        HEAD + "二、重点任务\n（一）出行。\n1.增设座椅。（市城管局负责）\n2.更新站牌。（市交通运输局牵头）\n"
    ).strip()
    flat = text.replace("\n", "　　")
    assert [(t.clause, t.text, t.leads) for t in parse(flat).tasks] == [
        ("二/(一)/1", "增设座椅。", ("市城管局",)),
        ("二/(一)/2", "更新站牌。", ("市交通运输局",)),
    ]
    assert parse(flat).title == parse(text).title and parse(flat).date == parse(text).date


def test_lists_cut_at_a_fixed_width():
    found = tasks_of(
        "一、任务\n1.完善助餐点，方便老年人就近\n用餐。牵头单位：市民政局；参与单位：市\n卫生健康委、市商务局、各区\n人民政府。\n"
    )
    assert [(lead, others) for _, _, lead, others, _ in found] == [
        (["市民政局"], ["市卫生健康委", "市商务局", "各区人民政府"])
    ]


def test_persons_named_beside_units_are_left_out():
    found = tasks_of(
        "一、任务\n1.增设座椅。\n责任领导：张某某\n牵头单位：市城管局\n责任人：李某\n完成时限：2023年8月\n"
        "2.更新站牌。\n责任单位：市交通运输局\n三、联系\n联系人：王某\n联系电话：000000\n"
    )
    assert [(t, lead, others, d) for _, t, lead, others, d in found] == [
        ("增设座椅。", ["市城管局"], [], "2023-08-31"),
        ("更新站牌。", ["市交通运输局"], [], None),
    ]


def test_indicator_tables_are_no_tasks():
    table = "序号\n指标名称\n2025年目标值\n责任单位\n1\n助餐点\n100个\n市民政局\n2\n床位\n500张\n市民政局\n"
    assert not parse(HEAD + LETTER + table).tasks


def test_without_marks_the_leaves_under_an_announcing_heading():
    found = tasks_of(
        "一、工作目标\n到2024年，人人会用手机。\n二、具体工作任务\n（一）优化网点。\n1.保留柜台。不得强制分流。\n2.配备老花镜。\n"
        "（二）上门服务。对失能老人上门办理。\n三、工作要求\n（一）提高认识。各单位要重视。\n澜川市银行业协会\n2023年4月1日\n"
    )
    assert [(c, t) for c, t, *_ in found] == [
        ("二/(一)/1", "保留柜台。不得强制分流。"),
        ("二/(一)/2", "配备老花镜。"),
        ("二/(二)", "上门服务。对失能老人上门办理。"),
    ]


def test_plain_prose_yields_the_dated_parts():
    found = tasks_of(
        "各单位要高度重视。请各区于2023年4月15日前完成摸底，2023年6月底前完成整改；市民政局于2023年9月底前组织验收。到2025年，全面建成服务体系。\n"
    )
    assert [(t, d) for _, t, _, _, d in found] == [
        ("请各区于2023年4月15日前完成摸底", "2023-04-15"),
        ("2023年6月底前完成整改；", "2023-06-30"),
        ("市民政局于2023年9月底前组织验收。", "2023-09-30"),
    ]


def test_a_text_printed_twice_counts_once():
    body = "一、重点任务\n" + "".join(
        f"{n}.为老年人开设第{n}类服务窗口，配备引导人员，提供大字材料和老花镜。（市民政局牵头，各区配合）\n"
        for n in range(1, 9)
    )
    once, twice = parse(HEAD + body), parse(HEAD + body + HEAD + body)
    assert len(once.tasks) == 8
    assert [t.text for t in twice.tasks] == [t.text for t in once.tasks]
    assert twice.warnings[0].startswith("the text is printed more than once")


def test_lists_of_annexes_closings_and_footers_are_no_tasks():
    found = tasks_of(
        "一、主要任务\n（一）开展走访。每月走访一次。\n（二）建立档案。一户一档。\n附件：1.走访登记表\n2.档案样式\n"
        "澜川市民政局\n2023年5月1日\n（此件公开发布）\n责任编辑：某某\n上一篇：会议通知\n"
    )
    assert [(c, t) for c, t, *_ in found] == [
        ("一/(一)", "开展走访。每月走访一次。"),
        ("一/(二)", "建立档案。一户一档。"),
    ]


def test_half_and_full_width_marks_are_alike():
    body = "一、任务\n（一）开窗口。（市民政局牵头，市财政局、市残联配合，２０２３年９月底前完成）\n"
    half = body.translate(str.maketrans("（），：；．０２３９", "(),:;.0239"))
    assert tasks_of(body)[0][2:] == tasks_of(half)[0][2:]


def test_text_that_lost_its_line_ends():
    found = tasks_of(
        "一、重点任务 （一）助餐服务。1.建设食堂。（市民政局负责）2.发放补贴。（市财政局负责） "
        "（二）出行服务。3.增设座椅。（市城管局负责）"
    )
    assert [(c, t, lead) for c, t, lead, *_ in found] == [
        ("一/(一)/1", "建设食堂。", ["市民政局"]),
        ("一/(一)/2", "发放补贴。", ["市财政局"]),
        ("一/(二)/3", "增设座椅。", ["市城管局"]),
    ]


def test_a_bracket_broken_over_lines_or_left_open():
    found = tasks_of(
        "一、任务\n1.开设专窗。（市政务局牵头，市民政局、\n市残联配合）\n2.公示流程。（责任单位：市政务局\n3.设置座椅。（市政务局负责）\n"
    )
    assert [(t, lead, others) for _, t, lead, others, _ in found] == [
        ("开设专窗。", ["市政务局"], ["市民政局", "市残联"]),
        ("公示流程。", ["市政务局"], []),
        ("设置座椅。", ["市政务局"], []),
    ]


def test_explaining_brackets_are_no_marks():
    body = (
        "一、任务\n1.老年人（含异地居住的）持卡（社会保障卡）乘车，由子女（监护人负责）陪同的，免排队。"
        "（市交通运输局负责）\n"
    )
    assert [lead for _, _, lead, *_ in tasks_of(body)] == [["市交通运输局"]]
