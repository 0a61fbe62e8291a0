//! What people write in the played past. This is their data and not our interface, so it is in their language only; it
//! names no person and no company, and every address is under `.example`.

use dondoc_shared::{
    text::Lang,
    wire::{
        Cause, ExtensionReason,
        assignment::{NewLink, ReportBody},
    },
};
use jiff::civil::Date;

use super::{case::Case, chance::Chance};

const BEGINNING: &[&str] = &[
    "Đã ban hành văn bản giao nhiệm vụ cho đơn vị đầu mối; phân công lãnh đạo phụ trách và thời hạn từng đầu việc.",
    "Đã rà soát hiện trạng, lập danh mục công việc và tiến độ chi tiết để triển khai nhiệm vụ.",
    "Đã tổ chức họp triển khai, thống nhất nội dung, tiến độ và sản phẩm của nhiệm vụ.",
    "Đã xây dựng dự thảo kế hoạch thực hiện và gửi lấy ý kiến các đơn vị trực thuộc.",
    "Đã thành lập tổ công tác nội bộ; hoàn thành khảo sát tại các đơn vị trực thuộc.",
];

const UNDERWAY: &[&str] = &[
    "Đã tổng hợp ý kiến góp ý của các đơn vị, hoàn thiện dự thảo lần 2.",
    "Đã hoàn thành cấu hình, kết nối thử nghiệm; đang kiểm tra, đối soát dữ liệu.",
    "Đã triển khai tại các đơn vị trực thuộc theo kế hoạch; đang đôn đốc các đơn vị còn chậm.",
    "Đã tổ chức tập huấn cho cán bộ đầu mối và ban hành tài liệu hướng dẫn.",
    "Đã trình cấp có thẩm quyền dự thảo văn bản; đang tiếp thu, giải trình ý kiến thẩm định.",
    "Đã bố trí kinh phí và hoàn thành thủ tục lựa chọn giải pháp; đang triển khai các hạng mục chính.",
];

const ENDING: &[&str] = &[
    "Đã hoàn thành các nội dung được giao, sản phẩm đã được lãnh đạo cơ quan phê duyệt.",
    "Đã ban hành văn bản và gửi các đơn vị liên quan để tổ chức thực hiện.",
    "Đã đưa vào vận hành chính thức; số liệu được cập nhật hằng ngày.",
    "Đã hoàn thành nhiệm vụ, nghiệm thu kết quả và công khai trên trang thông tin điện tử.",
    "Đã tổng hợp kết quả toàn cơ quan, có phụ lục số liệu kèm theo.",
];

const LIMITATIONS: &[&str] = &[
    "Một số đơn vị trực thuộc báo cáo chưa đúng thời hạn, số liệu chưa thống nhất.",
    "Kết quả ở cấp huyện, cấp xã chưa đồng đều.",
    "Cán bộ phụ trách kiêm nhiệm nhiều việc nên tiến độ một số nội dung còn chậm.",
    "Chưa đánh giá được đầy đủ mức độ sử dụng thực tế của người dân, doanh nghiệp.",
    "Việc chuẩn hóa, làm sạch dữ liệu chậm hơn so với kế hoạch.",
];

const BARRIERS: &[(Cause, &str)] = &[
    (
        Cause::Institution,
        "Chưa có hướng dẫn chi tiết về trình tự, thủ tục và định mức nên chưa đủ căn cứ để phê duyệt.",
    ),
    (Cause::Institution, "Quy định hiện hành còn chồng chéo, phải xin ý kiến nhiều cơ quan."),
    (Cause::Funding, "Kinh phí chưa được giao bổ sung trong dự toán năm."),
    (Cause::Procurement, "Gói thầu phải tổ chức lại do không có nhà thầu đáp ứng yêu cầu kỹ thuật."),
    (Cause::People, "Thiếu nhân lực chuyên trách về công nghệ thông tin, an toàn thông tin."),
    (Cause::Technology, "Hệ thống hiện có chưa đáp ứng yêu cầu kết nối, cần nâng cấp hạ tầng."),
    (Cause::Data, "Dữ liệu cũ chưa được số hóa và chưa chuẩn hóa mã định danh."),
    (Cause::Other, "Nhiệm vụ phát sinh đột xuất làm thay đổi kế hoạch triển khai."),
];

/// Somebody else has to move first.
const BLOCKED: &[(Cause, &str, &[&str])] = &[
    (
        Cause::Coordination,
        "Đã có văn bản xin ý kiến nhưng chưa nhận được ý kiến trả lời.",
        &["btttt", "bkhdt", "btc"],
    ),
    (Cause::Data, "Chưa được cấp quyền khai thác dữ liệu dùng chung để đối soát.", &["bca", "btnmt", "btp"]),
    (
        Cause::Technology,
        "Chưa hoàn thành kết nối kỹ thuật với hệ thống của trung ương.",
        &["vpcp", "btttt", "bca"],
    ),
];

const NEXT_STEPS: &[&str] = &[
    "Hoàn thiện dự thảo, trình lãnh đạo phê duyệt trong tháng tới.",
    "Đôn đốc các đơn vị còn chậm, báo cáo kết quả hằng tuần.",
    "Làm việc trực tiếp với cơ quan liên quan để thống nhất phương án.",
    "Tiếp tục mở rộng triển khai đến các đơn vị còn lại.",
    "Kiểm tra, nghiệm thu và chuẩn bị hồ sơ báo cáo hoàn thành.",
];

const EVIDENCE: &[&str] = &[
    "Báo cáo kết quả thực hiện",
    "Văn bản đã ban hành kèm phụ lục số liệu",
    "Biên bản nghiệm thu",
    "Kế hoạch đã được phê duyệt",
    "Bảng tổng hợp số liệu của các đơn vị trực thuộc",
];

/// A report at this percentage; with trouble it names a barrier and its cause.
pub(super) fn report(chance: &mut Chance, case: &Case, percent: i32, trouble: bool) -> ReportBody {
    let results = match percent {
        ..=35 => chance.text(BEGINNING),
        36..=89 => chance.text(UNDERWAY),
        _ => chance.text(ENDING),
    };
    let all = chance.between((8, 40));
    let done = all.saturating_mul(percent) / 100;
    let figures = if chance.hits(70) {
        format!("Đã hoàn thành {done}/{all} đầu việc theo kế hoạch, đạt {percent}% khối lượng.")
    } else {
        String::new()
    };
    let mut body = ReportBody {
        percent: i16::try_from(percent).unwrap_or(0),
        results: results.to_owned(),
        figures,
        ..ReportBody::default()
    };
    if trouble || chance.hits(25) {
        chance.text(LIMITATIONS).clone_into(&mut body.limitations);
    }
    if percent < 90 {
        chance.text(NEXT_STEPS).clone_into(&mut body.next_step);
    }
    if trouble {
        add_barrier(chance, case, &mut body);
    }
    body
}

fn add_barrier(chance: &mut Chance, case: &Case, body: &mut ReportBody) {
    if chance.hits(40)
        && let Some((cause, text, tenants)) = chance.pick(BLOCKED)
    {
        let other = chance.pick(tenants).filter(|slug| *slug != case.slug);
        (body.cause, body.barriers) = (Some(cause), text.to_owned());
        body.waiting_on = other.map(str::to_owned);
    } else if let Some((cause, text)) = chance.pick(BARRIERS) {
        (body.cause, body.barriers) = (Some(cause), text.to_owned());
    }
}

/// A link that proves something.
pub(super) fn link(chance: &mut Chance, case: &Case, number: i32) -> NewLink {
    NewLink {
        name: format!("{} (nhiệm vụ {})", chance.text(EVIDENCE), case.task),
        url: format!("https://{}.example/minh-chung/{}-{number}", case.slug, case.task.to_lowercase()),
    }
}

/// What the Working Group asks for.
pub(super) fn urge(chance: &mut Chance, case: &Case) -> String {
    let due = case.due_on.map(|due| format!(" (thời hạn {})", Lang::Vi.date(due))).unwrap_or_default();
    let title = &case.title;
    match chance.between((1, 4)) {
        1 => format!(
            "Tổ công tác đề nghị Quý cơ quan khẩn trương hoàn thành nhiệm vụ “{title}”{due}, báo cáo rõ kết quả, tồn tại, nguyên nhân và thời gian hoàn thành."
        ),
        2 => format!(
            "Đến nay nhiệm vụ “{title}”{due} chưa hoàn thành. Đề nghị Quý cơ quan tập trung chỉ đạo và cập nhật tiến độ kèm minh chứng lên hệ thống."
        ),
        3 => format!(
            "Đề nghị Quý cơ quan làm rõ vướng mắc khi thực hiện nhiệm vụ “{title}”{due} và đề xuất giải pháp tháo gỡ, nêu cơ quan cần phối hợp (nếu có)."
        ),
        _ => format!(
            "Nhiệm vụ “{title}” đã quá hạn{due}. Đề nghị Quý cơ quan báo cáo nguyên nhân chậm, trách nhiệm của đơn vị chủ trì và cam kết mốc hoàn thành."
        ),
    }
}

/// The answer to it.
pub(super) fn answer(chance: &mut Chance) -> String {
    chance
        .text(&[
            "Cơ quan đã tiếp thu, phân công lại đầu mối và cam kết hoàn thành trong tháng; kết quả sẽ được cập nhật lên hệ thống.",
            "Nhiệm vụ chậm do phải chờ ý kiến của cơ quan liên quan; hiện đã có ý kiến và đang hoàn thiện sản phẩm.",
            "Sản phẩm đã hoàn thành dự thảo cuối, đang trình lãnh đạo ký ban hành trong tuần tới.",
            "Cơ quan xin báo cáo khối lượng đã thực hiện và các nội dung còn lại tại báo cáo tiến độ kèm theo.",
            "Khó khăn chính là thiếu nhân lực chuyên trách; cơ quan đã bổ sung người và điều chỉnh kế hoạch thực hiện.",
        ])
        .to_owned()
}

/// Why a later date is asked for.
pub(super) fn reason(chance: &mut Chance) -> (ExtensionReason, String) {
    let (reason, text) = chance
        .pick(&[
            (ExtensionReason::LegalBasis, "Văn bản làm căn cứ thực hiện chưa được ban hành, cơ quan cần thêm thời gian để hoàn thiện sản phẩm phù hợp với quy định mới."),
            (ExtensionReason::OtherBody, "Cần chờ ý kiến thống nhất của cơ quan phối hợp trước khi trình cấp có thẩm quyền."),
            (ExtensionReason::Funding, "Kinh phí thực hiện được giao chậm, chưa đủ điều kiện triển khai đúng thời hạn."),
            (ExtensionReason::Procurement, "Thủ tục lựa chọn nhà thầu kéo dài do phải gia hạn thời điểm đóng thầu."),
            (ExtensionReason::Scope, "Phạm vi triển khai mở rộng đến cấp xã nên khối lượng công việc tăng so với dự kiến."),
            (ExtensionReason::ForceMajeure, "Thiên tai làm gián đoạn việc triển khai tại một số địa bàn."),
        ])
        .unwrap_or((ExtensionReason::Other, "Cần thêm thời gian để hoàn thiện sản phẩm."));
    (reason, text.to_owned())
}

/// Why a request is refused, or granted in part.
pub(super) fn decision(chance: &mut Chance, granted: Option<Date>) -> String {
    match granted {
        Some(to) => format!(
            "Đồng ý gia hạn đến {}; đề nghị bố trí nguồn lực, không đề nghị gia hạn lần nữa.",
            Lang::Vi.date(to)
        ),
        None => chance
            .text(&[
                "Lý do chưa thuyết phục; đề nghị tập trung hoàn thành, báo cáo tiến độ hằng tuần.",
                "Nhiệm vụ ảnh hưởng đến mục tiêu chung của Kế hoạch, không điều chỉnh thời hạn.",
                "Thời hạn do Ủy ban giao; đề nghị cơ quan báo cáo Ủy ban nếu cần điều chỉnh.",
            ])
            .to_owned(),
    }
}

/// Said with a proposal or a submission; often nothing.
pub(super) fn submission(chance: &mut Chance) -> String {
    chance
        .text(&[
            "",
            "",
            "Kính trình xem xét.",
            "Cơ quan báo cáo kết quả thực hiện, kèm minh chứng.",
            "Đề nghị Tổ công tác xác nhận hoàn thành.",
        ])
        .to_owned()
}

/// The approver is not content.
pub(super) fn send_back(chance: &mut Chance) -> String {
    chance
        .text(&[
            "Bổ sung số liệu của các đơn vị trực thuộc trước khi trình.",
            "Nội dung báo cáo còn chung chung; đề nghị nêu rõ kết quả và minh chứng.",
            "Rà soát lại phụ lục, số liệu chưa khớp với báo cáo quý.",
        ])
        .to_owned()
}

/// The Working Group is not content.
pub(super) fn returned(chance: &mut Chance) -> String {
    chance
        .text(&[
            "Minh chứng chưa thể hiện kết quả theo yêu cầu; đề nghị bổ sung văn bản đã ban hành và số liệu cụ thể.",
            "Sản phẩm mới là dự thảo, chưa được cấp có thẩm quyền phê duyệt; đề nghị hoàn thiện.",
            "Số liệu trong báo cáo chưa thống nhất với số liệu trên hệ thống đo lường; đề nghị rà soát, giải trình.",
            "Chưa nêu kết quả ở các đơn vị trực thuộc; đề nghị bổ sung.",
        ])
        .to_owned()
}

/// The Working Group is content.
pub(super) fn accepted(chance: &mut Chance) -> String {
    chance
        .text(&["", "", "Xác nhận hoàn thành.", "Kết quả đáp ứng yêu cầu; đề nghị tiếp tục duy trì."])
        .to_owned()
}

/// A remark on work whose re-check failed.
pub(super) fn reopened() -> String {
    "Kiểm tra lại ngẫu nhiên: sản phẩm chưa được đưa vào sử dụng như báo cáo; đề nghị hoàn thiện và báo cáo lại.".to_owned()
}

/// A step of the ladder is not taken.
pub(super) fn dropped(chance: &mut Chance) -> String {
    chance
        .text(&[
            "Cơ quan đã báo cáo trực tiếp tại cuộc họp giao ban; theo dõi thêm một tuần.",
            "Đã làm việc với đơn vị đầu mối, thống nhất mốc hoàn thành; chưa cần báo cáo cấp trên.",
        ])
        .to_owned()
}
