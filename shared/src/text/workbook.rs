//! Texts of workbooks: the form that is filled in elsewhere, what is wrong with one that comes back, and the figures of a period as a file.

use super::{Lang, words::words};
use crate::wire::workbook::{CellAddress, WorkbookFault};

words! {
    /// What is wrong with a cell, and what to do.
    WorkbookFault::message {
        AmbiguousNumber: "số viết dạng chữ có thể hiểu hai cách; hãy nhập dạng số, hoặc chọn cách viết số ở ô C4" / "text that could mean two numbers; enter a number, or choose in cell C4 how numbers are written",
        NotANumber: "không phải là số" / "not a number",
        BadThousands: "dấu ngăn cách hàng nghìn không đúng chỗ" / "separators of thousands are not where thousands are",
        PercentTyped: "là tỷ lệ phần trăm; hãy nhập tử số và mẫu số" / "a percentage; enter numerator and denominator",
        TooManyDigits: "nhiều hơn 15 chữ số" / "more than 15 digits",
        FormulaWithoutValue: "công thức chưa có kết quả, hoặc báo lỗi" / "a formula without a result, or with an error",
        NotAsked: "chỉ tiêu này không có mẫu số" / "this indicator has no denominator",
        UnknownWord: "không có trong danh sách chọn" / "none of the words of the list",
        TextRefused: "quá 500 ký tự hoặc có ký tự điều khiển" / "longer than 500 characters, or with control characters",
        MergedCells: "ô bị gộp; hãy bỏ gộp ô" / "merged cells; take them apart",
        HiddenRow: "dòng bị ẩn hoặc bị lọc; hãy cho hiện lại" / "the row is hidden or filtered out; show it again",
        ExtraCell: "biểu mẫu không có ô này; hãy xóa nội dung" / "the form has no such cell; empty it",
        ExtraRow: "biểu mẫu không có dòng này, hoặc dòng bị lặp; hãy xóa" / "the form has no such row, or has it twice; delete it",
        MissingRow: "thiếu một dòng của biểu mẫu; hãy tải lại biểu mẫu" / "a row of the form is gone; download the form again",
        OtherBody: "biểu mẫu của đơn vị khác" / "the form of another body",
        OtherPeriod: "biểu mẫu của kỳ khác" / "the form of another period",
        OlderRevision: "biểu mẫu tải trước khi số liệu được gửi; hãy tải lại biểu mẫu" / "the form is older than the figures that were filed; download it again",
    }
}

messages! {
    workbook_download { vi: "Tải biểu mẫu XLSX", en: "Download the form as XLSX" }
    workbook_upload { vi: "Nhập từ tệp XLSX", en: "Fill in from an XLSX file" }
    workbook_upload_explained {
        vi: "Tải biểu mẫu về, điền ngoài hệ thống rồi chọn tệp ở đây. Trang sau cho thấy từng ô thay đổi thế nào; chưa ghi gì cho đến khi bạn xác nhận.",
        en: "Download the form, fill it in elsewhere, then choose the file here. The next page shows what changes, cell by cell; nothing is written until you confirm.",
    }
    workbook_file { vi: "Tệp XLSX (biểu mẫu của báo cáo này, tối đa 5 MB)", en: "XLSX file (the form of this report, at most 5 MB)" }
    workbook_too_large { vi: "Tệp lớn hơn 5 MB. Biểu mẫu của báo cáo nhỏ hơn nhiều: hãy tải lại biểu mẫu.", en: "The file is larger than 5 MB. The form of a report is much smaller: download it again." }
    workbook_only { vi: "Chỉ nhận tệp XLSX: hãy lưu tệp ở dạng “Excel Workbook (*.xlsx)”.", en: "XLSX files only: save the file as “Excel Workbook (*.xlsx)”." }
    workbook_too_much_inside {
        vi: "Tệp quá lớn hoặc quá phức tạp để đọc. Hãy tải lại biểu mẫu, chép các ô nền vàng sang (dán dạng giá trị), không thêm ảnh, tờ hay bảng khác.",
        en: "The file is too large or too involved to be read. Download the form again, copy the yellow cells over (paste values), and add no pictures, sheets or tables.",
    }
    workbook_macros {
        vi: "Tệp có macro hoặc chương trình bên trong. Hãy lưu ở dạng “Excel Workbook (*.xlsx)”; nếu vẫn không được, tải lại biểu mẫu và chép các ô nền vàng sang (dán dạng giá trị).",
        en: "The file carries macros or programs. Save it as “Excel Workbook (*.xlsx)”; if that does not help, download the form again and copy the yellow cells over (paste values).",
    }
    workbook_check { vi: "Xem trước", en: "Look at it first" }
    workbook_write { vi: "Ghi vào bản nháp", en: "Write into the draft" }
    workbook_preview { vi: "Xem trước tệp XLSX", en: "What the XLSX file changes" }
    workbook_not_written { vi: "Chưa ghi gì.", en: "Nothing has been written." }
    workbook_faults(n: usize, or_more: bool) {
        vi: format!("Cần sửa {}{n} ô trong tệp rồi chọn lại tệp", if or_more { "ít nhất " } else { "" }),
        en: format!("Put {}{n} cell{} right in the file, then choose it again", if or_more { "at least " } else { "" }, if n == 1 { "" } else { "s" }),
    }
    workbook_of_another_report {
        vi: "Tệp không nhập được vào báo cáo này: hãy tải lại biểu mẫu của báo cáo này và điền vào đó",
        en: "This file cannot be taken into this report: download the form of this report again and fill that in",
    }
    workbook_changes(n: usize) { vi: format!("{n} ô thay đổi"), en: format!("{n} cell{} change{}", if n == 1 { "" } else { "s" }, if n == 1 { "s" } else { "" }) }
    workbook_unchanged(n: usize) { vi: format!("{n} ô giữ nguyên."), en: format!("{n} cell{} stay{} as {}.", if n == 1 { "" } else { "s" }, if n == 1 { "s" } else { "" }, if n == 1 { "it is" } else { "they are" }) }
    workbook_changes_nothing { vi: "Tệp không thay đổi ô nào của bản nháp.", en: "The file changes no cell of the draft." }
    workbook_old { vi: "Bản nháp", en: "Draft" }
    workbook_new { vi: "Tệp", en: "File" }
    workbook_formulas(cells: &str) { vi: format!("Lấy kết quả của công thức ở: {cells}."), en: format!("Taken from formulas: {cells}.") }
    workbook_overtaken(name: &str) {
        vi: format!("{name} đã sửa ô này sau khi biểu mẫu được tải; khi ghi, ô này sẽ được giữ và bạn chọn ở trang nhập số liệu"),
        en: format!("{name} has changed this cell since the form was downloaded; it will not be overwritten, and you choose on the page of entry"),
    }
    workbook_overtaken_by_you {
        vi: "Bạn đã sửa ô này sau khi biểu mẫu được tải; khi ghi, ô này sẽ được giữ và bạn chọn ở trang nhập số liệu",
        en: "You have changed this cell since the form was downloaded; it will not be overwritten, and you choose on the page of entry",
    }
    workbook_back { vi: "Quay lại nhập số liệu", en: "Back to the figures" }

    sheet_of_figures { vi: "Số liệu", en: "Figures" }
    sheet_of_help { vi: "Hướng dẫn", en: "Instructions" }
    sheet_of_coverage { vi: "Độ phủ", en: "Coverage" }
    sheet_of_bodies { vi: "Số liệu đơn vị", en: "Bodies" }
    workbook_body(name: &str) { vi: format!("Đơn vị: {name}"), en: format!("Body: {name}") }
    workbook_spelling { vi: "Cách viết số, nếu nhập dạng chữ:", en: "How numbers are written, where they are text:" }
    workbook_head_code { vi: "Mã", en: "Code" }
    workbook_head_name { vi: "Chỉ tiêu", en: "Indicator" }
    workbook_head_unit { vi: "Đơn vị tính", en: "Unit" }
    workbook_head_counted { vi: "Cách tính", en: "How it counts" }
    workbook_head_num { vi: "Tử số hoặc số liệu", en: "Numerator or number" }
    workbook_head_den { vi: "Mẫu số", en: "Denominator" }
    workbook_yes { vi: "có", en: "yes" }
    workbook_help_number { vi: "Chỉ nhập số, không nhập tỷ lệ phần trăm.", en: "Numbers alone, no percentages." }
    workbook_help_1 { vi: "Chỉ điền các ô nền vàng của tờ “Số liệu”. Không thêm, xóa, gộp hay ẩn dòng.", en: "Fill in the yellow cells of the sheet “Figures” alone. Add, delete, merge and hide no rows." }
    workbook_help_2 { vi: "Nhập tử số và mẫu số; không nhập tỷ lệ phần trăm. Số 0 là số liệu; ô để trống nghĩa là chưa có.", en: "Enter numerator and denominator, never the percentage. Zero is a number; an empty cell is none." }
    workbook_help_3 { vi: "Nên nhập dạng số. Nếu nhập dạng chữ (ví dụ 1.234), hãy chọn cách viết số ở ô C4; nếu không, tệp bị từ chối vì có thể hiểu hai cách.", en: "Enter numbers as numbers. Where they are text, such as 1.234, choose in cell C4 how numbers are written; else the file is refused, since that could mean two numbers." }
    workbook_help_4 { vi: "Không có số liệu: chọn tình trạng và ghi lý do. Số ước tính: chọn “có” ở cột cuối.", en: "Without a number: choose a state and say why. An estimate: choose “yes” in the last column." }
    workbook_help_5 { vi: "Công thức được lấy theo kết quả đã tính và được nêu tên khi xem trước.", en: "Of a formula the result is taken, and the cell is named before anything is written." }
    workbook_help_6 { vi: "Tệp này chỉ dùng cho đúng đơn vị và kỳ ghi ở tờ đầu; sau khi số liệu được gửi, hãy tải lại biểu mẫu. Hãy chọn tệp ở trang nhập số liệu của báo cáo.", en: "This file is for the body and the period of its first sheet alone; once figures are filed, download the form again. Choose it on the report's page of entry." }
    workbook_head_body { vi: "Đơn vị", en: "Body" }
    workbook_expected { vi: "Phải gửi", en: "Expected" }
    workbook_reported { vi: "Có số (khác không phát sinh)", en: "A number, not nil" }
    workbook_nil { vi: "Không phát sinh", en: "Nil" }
    workbook_not_available { vi: "Chưa có số liệu", en: "Not available" }
    workbook_missing { vi: "Không có số liệu", en: "No data" }
    workbook_missing_verified { vi: "Chưa thẩm tra hoặc chưa gửi", en: "Not verified or not filed" }
    workbook_not_applicable { vi: "Không áp dụng", en: "Not applicable" }
    workbook_estimated { vi: "Ước tính", en: "Estimated" }
    workbook_verified { vi: "Đã thẩm tra", en: "Verified" }
    workbook_rate { vi: "Tỷ lệ", en: "Rate" }
    workbook_low { vi: "Ít nhất", en: "At least" }
    workbook_high { vi: "Nhiều nhất", en: "At most" }
    workbook_verdict { vi: "Kết luận", en: "Verdict" }
    workbook_words { vi: "Số liệu kèm độ phủ", en: "The figure with what it covers" }
    workbook_chart_title(period: &str) { vi: format!("Đơn vị có số liệu, {period}"), en: format!("Bodies with a number, {period}") }
    workbook_chart_axis { vi: "Tỷ lệ đơn vị có số liệu", en: "Share of bodies with a number" }
}

impl CellAddress {
    /// The address in words: "Tờ 1, ô D14".
    pub fn words(self, lang: Lang) -> String {
        match lang {
            Lang::Vi => format!("Tờ {}, ô {}", self.sheet, self.cell()),
            Lang::En => format!("Sheet {}, cell {}", self.sheet, self.cell()),
        }
    }
}
