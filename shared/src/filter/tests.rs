use proptest::prelude::*;

use super::{
    fields::{FIELDS, Field, JOINED, LATE_OR_NOT},
    *,
};
use crate::{fold::fold, scrub, text::Lang};

fn typed(phrases: &[Phrase]) -> Vec<&str> {
    phrases.iter().map(|phrase| phrase.typed.as_str()).collect()
}

fn names(named: &[Named]) -> Vec<&str> {
    named.iter().map(|one| one.name.as_str()).collect()
}

fn parse(text: &str) -> Filter {
    Filter::parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

fn fault(text: &str) -> (usize, FilterFault) {
    let error = Filter::parse(text).expect_err(text);
    (error.at, error.fault)
}

fn days(text: &str) -> (Option<i32>, Option<i32>) {
    let filter = parse(text);
    (filter.overdue.at_least, filter.overdue.at_most)
}

fn levels(text: &str) -> (Option<i16>, Option<i16>) {
    let filter = parse(text);
    (filter.level.at_least, filter.level.at_most)
}

#[test]
fn words_and_terms_are_told_apart() {
    let filter = parse("Chuyển ĐỔI tenant:Ha-Noi,BCA overdue>14 level>=2 status:submitted");
    assert_eq!(typed(&filter.words), ["Chuyển", "ĐỔI"]);
    assert_eq!(names(&filter.tenants), ["Ha-Noi", "BCA"]);
    assert_eq!((filter.tenants[0].at, filter.tenants[0].term.as_str()), (11, "tenant:Ha-Noi,BCA"));
    assert_eq!(filter.overdue.at_least, Some(15));
    assert_eq!(filter.level.at_least, Some(2));
    assert_eq!(filter.statuses, [Status::Submitted]);
    assert_eq!(Filter::parse("  "), Ok(Filter::default()));
}

#[test]
fn both_bounds_of_a_field_hold() {
    assert_eq!(days("overdue>14 overdue<100"), (Some(15), Some(99)));
    assert_eq!(days("overdue<100 overdue>14"), (Some(15), Some(99)));
    assert_eq!(days("overdue overdue<30"), (Some(1), Some(29)));
    assert_eq!(days("overdue>=1 overdue<=30 overdue:7..60"), (Some(7), Some(30)));
    assert_eq!(levels("level>=1 level<=2"), (Some(1), Some(2)));
    assert_eq!(levels("level>1 cap:0..3 level<4"), (Some(2), Some(3)));
}

#[test]
fn each_operator_has_its_bounds() {
    for (text, bounds) in [
        ("overdue>14", (Some(15), None)),
        ("overdue>=14", (Some(14), None)),
        ("overdue<14", (Some(1), Some(13))),
        ("overdue<=14d", (Some(1), Some(14))),
        ("overdue:14", (Some(14), Some(14))),
        ("overdue=7..30", (Some(7), Some(30))),
        ("overdue:7..", (Some(7), None)),
        ("overdue:..30", (Some(1), Some(30))),
        ("overdue<=0", (None, Some(0))),
        ("overdue<1", (None, Some(0))),
        ("overdue:-5..5", (Some(-5), Some(5))),
        ("quahan", (Some(1), None)),
    ] {
        assert_eq!(days(text), bounds, "{text}");
    }
    assert_eq!(levels("level<2"), (None, Some(1)));
    assert_eq!(levels("level:1..3"), (Some(1), Some(3)));
}

#[test]
fn what_never_holds_together_is_an_error_at_the_later_term() {
    for (text, at) in [
        ("overdue:30..7", 0),
        ("overdue>30 overdue<7", 11),
        ("level:1 level:2", 8),
        ("is:open is:closed", 8),
        ("la:dong la:mo", 8),
        ("status:submitted is:closed", 17),
        ("is:open status:accepted", 8),
        ("due:31/12/2024..1/1/2024", 0),
        ("urges:0 urges>2", 8),
        ("due<1/1/2024 due>1/1/2025", 13),
        ("last-urge:none last-urge>-7d", 15),
        ("is:closed status:submitted,returned", 10),
        ("tenant:ha-noi T24-08/lao-cai", 14),
    ] {
        assert_eq!(fault(text), (at, FilterFault::Contradiction), "{text}");
    }
    for (text, at) in [
        ("tenant:ha-noi tenant:lao-cai", 14),
        ("T24-08/lao-cai tenant:ha-noi", 15),
        ("tt:submitted tt:returned", 13),
        ("cause:data cause:people", 11),
        ("cho:bca cho:ha-noi", 8),
    ] {
        let (place, fault) = fault(text);
        assert!(place == at && matches!(fault, FilterFault::Twice(_)), "{text}: {place} {fault:?}");
    }
}

#[test]
fn the_code_of_an_assignment_may_stand_beside_the_body_that_it_names() {
    for (text, body) in
        [("donvi:ha-noi T24-08/ha-noi", "ha-noi"), ("donvi:ha-noi,lao-cai T24-08/lao-cai", "lao-cai")]
    {
        let named: Vec<_> = parse(text).tenants.into_iter().map(|named| named.name).collect();
        assert_eq!(named, [body], "{text}");
    }
}

#[test]
fn a_filter_is_about_open_work_unless_its_terms_say_otherwise() {
    let open =
        ["", "status:refused", "is:open", "overdue or level:2", "not status:submitted", "status!=withdrawn"];
    let closed = [
        "status:accepted,withdrawn",
        "is:closed",
        "is:closed (overdue or level:2)",
        "status:submitted,accepted is:closed",
    ];
    let both = [
        "status:submitted,accepted",
        "is:closed or overdue",
        "not is:open",
        "level:2 or status:accepted",
        "not not is:closed",
    ];
    for (scope, texts) in [(Scope::Open, &open[..]), (Scope::Closed, &closed), (Scope::Both, &both)] {
        for text in texts {
            assert_eq!(parse(text).scope(), scope, "{text}");
        }
    }
}

#[test]
fn an_empty_value_is_an_error_and_never_everything() {
    for text in [
        "tenant:",
        "tenant:,",
        "tenant:ha-noi,",
        "tenant:\"\"",
        "tenant:-",
        "status:",
        "status:,",
        "overdue:",
        "overdue>",
        "overdue:..",
        "level:",
        "is:",
        "is:,",
        "blocked-by:",
        "cause:",
        "cause:,",
    ] {
        assert!(matches!(fault(text), (0, FilterFault::BadValue { .. })), "{text}");
    }
    for text in [
        "-",
        " – ",
        "\u{202e}",
        "\u{200b} \u{200b}",
        "\"\"",
        "%",
        "(%)",
        "not %",
        "overdue or %",
        "% or overdue",
    ] {
        assert_eq!(Filter::parse(text).unwrap_err().fault, FilterFault::Nothing, "{text:?}");
    }
}

/// The groups in the only other thing that must hold.
fn options(text: &str) -> Vec<Filter> {
    match parse(text).others.as_slice() {
        [Other::Any(options)] => options.clone(),
        others => panic!("{text}: {others:?}"),
    }
}

#[test]
fn or_joins_groups_and_and_is_said_without_a_word() {
    for text in [
        "overdue or level>2",
        "quahan hoặc cap>2",
        "overdue | level>2",
        "overdue || level>2",
        "(overdue) or (level>2)",
    ] {
        assert_eq!(options(text), [parse("overdue"), parse("level>2")], "{text}");
    }
    for text in [
        "overdue and level>2",
        "quahan và cap>2",
        "overdue && level>2",
        "overdue & level>2",
        "(overdue level>2)",
        "overdue (level>2)",
    ] {
        let flat = parse(text);
        let within = flat.others.first().map(|other| other.groups().first().cloned().unwrap());
        assert!(flat == parse("overdue level>2") || within == Some(parse("level>2")), "{text}: {flat:?}");
    }
    assert_eq!(options("đất or nhà")[1].words, parse("nhà").words);
    assert_eq!(options("overdue level>2 or tenant:bca")[0], parse("overdue level>2"));
    let mixed = parse("tenant:bca (overdue or level>2) is:step");
    assert_eq!((mixed.tenants.len(), mixed.flags.len(), mixed.others.len()), (1, 1, 1));
    assert_eq!(options("is:step,urged"), [parse("is:step"), parse("is:urged")]);
    assert_eq!(options("kind:task,report"), [parse("kind:task"), parse("kind:report")]);
}

#[test]
fn not_binds_the_term_or_the_bracket_behind_it() {
    let not = |text: &str| Filter { others: vec![Other::Not(Box::new(parse(text)))], ..Filter::default() };
    for text in ["not overdue", "!overdue", "không quahan", "! overdue", "not (overdue)", "!(overdue)"] {
        assert_eq!(parse(text), not("overdue"), "{text}");
    }
    assert_eq!(parse("tenant!=ha-noi").others.len(), 1);
    assert_eq!(parse("status!=submitted"), not("status:submitted"));
    assert_eq!(parse("level!=2"), not("level:2"));
    assert_eq!(parse("not overdue<30"), not("overdue<30"));
    assert_eq!(parse("overdue!=..30"), not("overdue:..30"));
    assert_eq!(parse("!is:step level>2").level.at_least, Some(3));
    assert_eq!(parse("không (quahan hoặc cap>2)"), not("overdue or level>2"));
    assert_eq!(parse("not not overdue").others.len(), 1);
    assert_eq!(options("not overdue or level>2").len(), 2);
}

#[test]
fn what_stands_in_each_other_too_deeply_is_an_error_and_no_end_of_the_stack() {
    let brackets = |n: usize| format!("{}overdue{}", "(".repeat(n), ")".repeat(n));
    assert!(Filter::parse(&brackets(MAX_DEPTH)).is_ok());
    assert!(Filter::parse(&format!("{}overdue", "!".repeat(MAX_DEPTH))).is_ok());
    for text in [
        brackets(MAX_DEPTH + 1),
        brackets(140),
        format!("{}overdue", "!".repeat(290)),
        "not ".repeat(70) + "overdue",
    ] {
        assert_eq!(fault(&text).1, FilterFault::TooDeep, "{text}");
    }
    assert!(Filter::parse(&["a"; MAX_OPTIONS + 1].join("|").replace('|', " | ")).is_ok());
    assert_eq!(fault(&["a"; MAX_OPTIONS + 2].join(" | ")).1, FilterFault::TooMany);
}

#[test]
fn a_sign_that_does_not_exist_is_an_error_at_its_place() {
    for (text, at) in [
        ("-overdue", 0),
        ("dv~\"dak lak\"", 0),
        ("tenant>ha-noi", 0),
        ("status>=submitted", 0),
        ("is<step", 0),
        ("overdue==7", 0),
        ("overdue=>7", 0),
        ("overdue<>7", 0),
        ("overdue > 14", 8),
        ("overdue >14", 8),
        ("> 14", 0),
    ] {
        let (place, fault) = fault(text);
        assert!(place == at && matches!(fault, FilterFault::Operator(_)), "{text}: {place} {fault:?}");
    }
    assert!(matches!(fault("overdue>7..30"), (0, FilterFault::BadValue { .. })));
}

#[test]
fn what_joins_nothing_and_what_never_closes_are_errors_at_their_place() {
    for (text, at) in [
        ("overdue or", 8),
        ("or overdue", 0),
        ("overdue or or level:2", 11),
        ("not", 0),
        ("overdue not", 8),
        ("overdue && or level:2", 8),
        ("overdue &&", 8),
        ("()", 1),
        ("overdue ()", 9),
        ("(overdue or)", 11),
    ] {
        assert_eq!(fault(text), (at, FilterFault::Alone), "{text}");
    }
    for (text, at) in [("(overdue", 0), ("((overdue)", 0), ("đất (overdue or level:2", 4), ("((((", 0)] {
        assert_eq!(fault(text), (at, FilterFault::OpenBracket), "{text}");
    }
}

#[test]
fn words_of_titles_that_could_join_terms_are_words_among_words() {
    assert_eq!(parse("thanh toán không dùng tiền mặt overdue").words.len(), 6);
    assert_eq!(typed(&parse("science and technology").words), ["science", "and", "technology"]);
    assert_eq!(typed(&parse("văn hóa & du lịch! (2024)").words), ["văn", "hóa", "du", "lịch!", "2024"]);
    assert_eq!(typed(&parse("\"or\" \"overdue\"").words), ["or", "overdue"]);
    assert_eq!(parse("hà!~").words.len(), 1);
    assert_eq!(typed(&parse("a) Xây dựng f(x)").words), ["a)", "Xây", "dựng", "f(x)"]);
    assert_eq!((stray_bracket("a) f(x) \")\""), stray_bracket("(a) \")\"")), (Some(1), None));
    assert_eq!(typed(&parse("đất và không gian mạng").words), ["đất", "và", "không", "gian", "mạng"]);
    assert_eq!(typed(&parse("và không gian").words), ["và", "không", "gian"]);
}

#[test]
fn what_stands_in_quotes_is_one_phrase_and_a_quotation_has_an_end() {
    let filter = parse("\"chuyển đổi số\" “hồ sơ” dv:\"Hà Nội\",\"Bộ Văn hóa, Thể thao\"");
    assert_eq!(typed(&filter.words), ["chuyển đổi số", "hồ sơ"]);
    assert!(filter.words.iter().all(|phrase| phrase.is_quoted) && filter.words[0].syllables.len() == 3);
    assert_eq!(names(&filter.tenants), ["Hà Nội", "Bộ Văn hóa, Thể thao"]);
    assert_eq!(fault("đất \"hồ sơ"), (4, FilterFault::OpenQuote));
    assert_eq!(fault("\"a\" \"b"), (4, FilterFault::OpenQuote));
}

#[test]
fn the_code_of_an_assignment_finds_it_and_the_number_of_a_directive_is_a_phrase() {
    let filter = parse("T24-32a/ha-noi 58/QĐ-UBQGCĐS");
    assert_eq!(typed(&filter.words), ["T24-32a", "58/QĐ-UBQGCĐS"]);
    assert_eq!(filter.words[1].syllables.len(), 3);
    assert_eq!(names(&filter.tenants), ["ha-noi"]);
    assert_eq!(names(&parse("t24-08/ha-noi").tenants), ["ha-noi"]);
    for word in [
        "T24-08/",
        "T24-x/ha-noi",
        "T24x-1/ha-noi",
        "T300-1/ha-noi",
        "T24-08/hà",
        "24-08/ha-noi",
        "T24/ha-noi",
    ] {
        assert_eq!(parse(word).tenants, [], "{word}");
    }
}

#[test]
fn vietnamese_aliases_mean_the_same() {
    let (vi, en) = (parse("dv:hno quahan:7..30 cap:1"), parse("dv:hno overdue:7..30 level:1"));
    assert_eq!(vi, en);
    assert_eq!(names(&parse("donvi:hno").tenants), names(&parse("tenant:hno").tenants));
    assert_eq!(parse("la:step"), parse("is:step"));
}

#[test]
fn values_are_taken_as_they_are_shown_in_any_case() {
    for text in [
        "status:submitted",
        "tt:Submitted",
        "tt:cho-tham-tra",
        "tt:\"chờ thẩm tra\"",
        "tt:\"With the Working Group\"",
    ] {
        assert_eq!(parse(text).statuses, [Status::Submitted], "{text}");
    }
    for text in ["status:in_progress", "status:in-progress", "status:\"đang thực hiện\""] {
        assert_eq!(parse(text).statuses, [Status::InProgress], "{text}");
    }
    for status in Status::ALL {
        assert_eq!(parse(&format!("status:{status}")).statuses, [*status]);
        assert!(Field::Status.example().contains(status.as_str()));
    }
    assert_eq!(parse("status:submitted,returned").statuses, [Status::Submitted, Status::Returned]);
    assert_eq!(parse("is:Urge-Overdue").flags, [Flag::UrgeOverdue]);
    for flag in Flag::ALL {
        assert_eq!(parse(&format!("is:{flag}")).flags, [*flag]);
        assert!(Field::Is.example().contains(flag.as_str()));
    }
    assert_eq!(parse("is:urged is:step is:urged").flags, parse("is:step is:urged").flags);
}

#[test]
fn a_vietnamese_page_names_values_in_vietnamese_and_each_of_them_is_read() {
    assert_eq!(parse("trangthai:bị-trả-lại").statuses, [Status::Returned]);
    assert_eq!(parse("la:phê-duyệt-trả-lại").flags, [Flag::SentBack]);
    for flag in Flag::ALL {
        assert_eq!(parse(&format!("la:\"{}\"", flag.name_vi())).flags, [*flag]);
        assert!(in_vietnamese(Field::Is.example()).contains(&flag.name_vi().replace(' ', "-")), "{flag}");
    }
    for (_, field) in FIELDS {
        let (en, vi) = field.examples();
        assert_eq!(in_vietnamese(en), vi);
        let each = |shown: &str| {
            let name = shown.split([':', '>', '<']).next().unwrap().to_owned();
            let whole = move |value: &str| {
                if value.contains([':', '>', '<']) { value.to_owned() } else { format!("{name}:{value}") }
            };
            shown.split(", ").map(whole).collect::<Vec<_>>()
        };
        assert_eq!(each(en).len(), each(vi).len());
        for (en, vi) in each(en).iter().zip(each(vi)) {
            let plain = |mut filter: Filter| {
                for named in filter
                    .tenants
                    .iter_mut()
                    .chain(&mut filter.blocked_by)
                    .chain(&mut filter.directives)
                    .chain(&mut filter.tasks)
                {
                    named.term.clear();
                }
                if let Some(sort) = &mut filter.sort {
                    sort.term.clear();
                }
                filter
            };
            assert_eq!(plain(parse(en)), plain(parse(&vi)), "{en}: {vi}");
        }
    }
    let told = Lang::Vi.filter_fault(&Filter::parse("trangthai:bị trả lại").unwrap_err());
    assert!(told.contains("bị-trả-lại") && !told.contains("returned"), "{told}");
}

#[test]
fn what_is_right_or_near_is_said_on_a_vietnamese_page_in_words_that_are_read_as_the_same() {
    for status in Status::ALL {
        let shown = in_vietnamese(status.as_str());
        assert_ne!(shown, status.as_str());
        assert_eq!(parse(&format!("tt:{shown}")).statuses, [*status]);
    }
    for flag in Flag::ALL {
        let shown = in_vietnamese(flag.as_str());
        assert_ne!(shown, flag.as_str());
        assert_eq!(parse(&format!("la:{shown}")).flags, [*flag]);
    }
    for cause in Cause::ALL {
        let shown = in_vietnamese(cause.as_str());
        assert_ne!(shown, cause.as_str());
        assert_eq!(parse(&format!("nn:{shown}")).causes, [Some(*cause)]);
    }
    for (en, vi) in [JOINED, LATE_OR_NOT] {
        for (en, vi) in en.split(", ").zip(vi.split(", ")) {
            assert_eq!(parse(en), parse(vi));
        }
    }
    for (typed, told) in [
        ("cờ:G", "hãy viết: la:chờ-gia-hạn, vaitro:phối-hợp, nhanxuly:đã-có, la:hẹn-xem-lại."),
        ("trangtha:x", "có phải “trangthai”?."),
        ("-quahan", "hãy viết: quahan, không quahan."),
        ("quahan hoặc", "thiếu điều kiện ở bên cạnh."),
    ] {
        let vi = Lang::Vi.filter_fault(&Filter::parse(typed).unwrap_err());
        assert!(vi.ends_with(told), "{typed}: {vi}");
    }
    for (typed, vi, en) in [
        (
            "trangthai:returnd",
            "có phải “bị-trả-lại”? Nhận: trangthai:mới-giao, ",
            "did you mean “returned”? It takes: status:assigned, ",
        ),
        (
            "la:extention",
            "có phải “chờ-gia-hạn”? Nhận: la:mở, ",
            "did you mean “extension”? It takes: is:open, ",
        ),
        (
            "nguyennhan:dta",
            "có phải “dữ-liệu”? Nhận: nguyennhan:thể-chế",
            "did you mean “data”? It takes: cause:institution, ",
        ),
    ] {
        let error = Filter::parse(typed).unwrap_err();
        let told = [Lang::Vi, Lang::En].map(|lang| lang.filter_fault(&error));
        assert!(told[0].contains(vi) && told[1].contains(en), "{told:?}");
    }
}

#[test]
fn what_waits_is_asked_for_by_who_is_waited_for_and_why() {
    let filter = parse("blocked-by:BCA,ha-noi cause:data,none");
    assert_eq!(names(&filter.blocked_by), ["BCA", "ha-noi"]);
    assert_eq!(filter.causes, [Some(Cause::Data), None]);
    assert!(filter.is_blocked() && parse("cause:none").is_blocked() && parse("cho:bca").is_blocked());
    assert!(!Filter::default().is_blocked());
    for cause in Cause::ALL {
        assert_eq!(parse(&format!("nn:{cause}")).causes, [Some(*cause)]);
        assert_eq!(parse(&format!("nn:\"{}\"", cause.name(Lang::Vi))).causes, [Some(*cause)]);
    }
}

#[test]
fn a_task_is_named_by_its_code_by_that_of_an_assignment_or_by_words_of_its_title() {
    assert_eq!(names(&parse("task:T24-08,CT-2024-M07").tasks), ["T24-08", "CT-2024-M07"]);
    assert_eq!(
        parse("NỘI-DUNG:\"Kết nối dữ liệu đất đai\"").words,
        parse("\"Kết nối dữ liệu đất đai\"").words
    );
    let [code, title] = options("mã:T24-08/ha-noi,đất").try_into().unwrap();
    let [both] = code.others[0].groups() else { panic!("{code:?}") };
    assert_eq!((names(&both.tasks), names(&both.tenants)), (vec!["T24-08"], vec!["ha-noi"]));
    assert_eq!(typed(&title.words), ["đất"]);
    let filter = parse("task:T24-08/ha-noi tenant:ha-noi");
    assert_eq!((filter.tenants.len(), filter.others.len()), (1, 1));
}

#[test]
fn what_is_unknown_is_an_error_with_its_place_and_the_nearest() {
    assert_eq!(fault("đất tenent:x"), (4, FilterFault::UnknownField(Some("tenant"))));
    for far in ["foo:x", "owned:me"] {
        assert_eq!(fault(far), (0, FilterFault::UnknownField(None)), "{far}");
    }
    assert_eq!(fault("đất @mine"), (4, FilterFault::UnknownView(None)));
    for (typed, field, nearest) in [
        ("is:extention", Field::Is, ("extension", "chờ-gia-hạn")),
        ("status:submited", Field::Status, ("submitted", "chờ-thẩm-tra")),
        ("status:\"to verfy\"", Field::Status, ("submitted", "chờ-thẩm-tra")),
        ("tt:bị-trả-lạ", Field::Status, ("returned", "bị-trả-lại")),
        ("cause:dta", Field::Cause, ("data", "dữ-liệu")),
        ("phutrach:chư-có", Field::Assignee, ("none", "chưa-có")),
    ] {
        let wrong = FilterFault::BadValue { nearest: Some(nearest), takes: field.example() };
        assert_eq!(fault(typed), (0, wrong), "{typed}");
    }
    for (far, takes) in [
        ("is:finished", Field::Is),
        ("status:done", Field::Status),
        ("cause:weather", Field::Cause),
        ("overdue>x", Field::Overdue),
        ("level>=1.5", Field::Level),
        ("level:2d", Field::Level),
        ("overdue:7dd", Field::Overdue),
        ("overdue>2147483647", Field::Overdue),
        ("level>32767", Field::Level),
        ("due:soon", Field::Due),
        ("due:31/02/2024", Field::Due),
        ("last-urge>7", Field::LastUrge),
        ("changed:none", Field::Changed),
        ("group:villages", Field::Group),
    ] {
        let wrong = FilterFault::BadValue { nearest: None, takes: takes.example() };
        assert_eq!(fault(far), (0, wrong), "{far}");
    }
    assert_eq!(fault(&"x".repeat(301)), (300, FilterFault::TooLong));
    assert!(Filter::parse(&"x".repeat(300)).is_ok());
}

/// What people type, right and wrong.
fn piece() -> impl Strategy<Value = String> {
    const KNOWN: &[&str] = &[
        "overdue",
        "quahan",
        "tenant:",
        "dv:ha-noi",
        "status:",
        "tt:submitted",
        "is:",
        "is:closed",
        "la:mo",
        "level>=2",
        "not",
        "or",
        "và",
        "không",
        "&",
        "|",
        "(",
        ")",
        "\"",
        "“",
        ":",
        ",",
        "..",
        "<",
        ">",
        "=",
        "!",
        "~",
        "@",
        "-",
        "(overdue",
        "level:2)",
        "!is:step",
        "due:this-week",
        "đất",
        "T24-08/ha-noi",
        "58/QĐ",
        "\u{202e}",
        "\u{200b}",
        "%",
        "_",
        "\\",
        "'",
        "7",
        "7..30",
        "\t",
        "\n",
        " ",
    ];
    prop_oneof![4 => proptest::sample::select(KNOWN).prop_map(str::to_owned), 1 => ".{0,6}"]
}

proptest! {
    #[test]
    fn no_text_but_blank_yields_a_filter_that_restricts_nothing(pieces in proptest::collection::vec(piece(), 0..8), gap in "[ ]?") {
        let text = pieces.join(&gap);
        match Filter::parse(&text) {
            Ok(filter) => prop_assert_eq!(filter == Filter::default(), text.trim().is_empty(), "{:?}: {:?}", text, filter),
            Err(error) => {
                prop_assert!(error.at <= text.chars().count(), "{:?}: {:?}", text, error);
                if !error.term.is_empty() && error.fault != FilterFault::Nothing {
                    let there: String = scrub::lines(&text).chars().skip(error.at).collect();
                    prop_assert!(there.starts_with(&error.term), "{:?}: {:?}", text, error);
                }
            }
        }
    }

    #[test]
    fn two_bounds_intersect(a in -40..80i32, b in -40..80i32, ops in (0..5usize, 0..5usize)) {
        let holds = |days: i32, op: usize, n: i32| match op { 0 => days > n, 1 => days >= n, 2 => days < n, 3 => days <= n, _ => days == n };
        let term = |op: usize, n: i32| format!("overdue{}{n}", [">", ">=", "<", "<=", ":"][op]);
        let text = format!("{} {}", term(ops.0, a), term(ops.1, b));
        let found = Filter::parse(&text);
        for days in -100..150 {
            // An upper bound alone asks for what is overdue.
            let only_upper = [ops.0, ops.1].iter().all(|op| (2..4).contains(op));
            let most = a.saturating_sub(i32::from(ops.0 == 2)).min(b.saturating_sub(i32::from(ops.1 == 2)));
            let wanted = holds(days, ops.0, a) && holds(days, ops.1, b) && !(only_upper && most > 0 && days < 1);
            let selected = found.as_ref().is_ok_and(|filter| {
                filter.overdue.contain(days)
            });
            prop_assert_eq!(selected, wanted, "{}: {}", text, days);
        }
    }

    #[test]
    fn field_names_are_read_in_any_case_and_with_accents(n in 1..100i32) {
        prop_assert_eq!(fold("Cấp"), "cap");
        prop_assert_eq!(days(&format!("OVERDUE>{n}")), days(&format!("qh>{n}")));
    }
}
