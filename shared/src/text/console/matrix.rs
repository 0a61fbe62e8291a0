//! Texts of the console's screen of a directive as a matrix of bodies and tasks.

fn s(n: usize) -> &'static str {
    if n == 1 { "" } else { "s" }
}

messages! {
    matrix_key_go { vi: "xem ma trận của một văn bản: đơn vị theo nhiệm vụ", en: "show the matrix of a directive: bodies by tasks" }
    matrix_key_of_directive { vi: "xem ma trận của văn bản giao việc này", en: "show the matrix of its directive" }
    matrix_bar_of_directive { vi: "ma trận", en: "matrix" }
    matrix_key_urge_row { vi: "đôn đốc mọi việc quá hạn của đơn vị ở dòng này", en: "urge the body of this row about all of the row that is overdue" }
    matrix_bar_urge_row { vi: "đôn đốc dòng", en: "urge row" }
    matrix_key_urge_column { vi: "đôn đốc mọi đơn vị quá hạn nhiệm vụ ở cột này", en: "urge all bodies that are overdue with the task of this column" }
    matrix_bar_urge_column { vi: "đôn đốc cột", en: "urge column" }
    matrix_tab { vi: "Ma trận", en: "Matrix" }
    matrix_tab_of(number: &str) { vi: format!("Ma trận {number}"), en: format!("Matrix {number}") }
    matrix_means {
        vi: "Chọn văn bản để xem từng đơn vị đang làm từng nhiệm vụ đến đâu.",
        en: "Choose a directive to see how each body stands with each of its tasks.",
    }
    matrix_no_directives { vi: "Chưa có văn bản nào giao nhiệm vụ.", en: "No directive names a task yet." }
    matrix_no_leads { vi: "Chưa đơn vị nào chủ trì nhiệm vụ của văn bản này.", en: "No body leads a task of this directive yet." }
    matrix_column_number { vi: "SỐ, KÝ HIỆU", en: "NUMBER" }
    matrix_column_issued { vi: "BAN HÀNH", en: "ISSUED" }
    matrix_column_tasks { vi: "NV", en: "TASKS" }
    matrix_column_about { vi: "NỘI DUNG", en: "ABOUT" }
    matrix_opens(number: &str) { vi: format!("Enter: mở ma trận của {number}"), en: format!("Enter: open the matrix of {number}") }
    matrix_unknown(number: &str) {
        vi: format!("Văn bản {number} không giao nhiệm vụ nào."), en: format!("{number} names no task."),
    }
    matrix_overdue { vi: "quá hạn", en: "overdue" }
    matrix_size(bodies: usize, tasks: usize, overdue: usize) {
        vi: format!("{bodies} đơn vị × {tasks} nhiệm vụ · {overdue} việc quá hạn"),
        en: format!("{bodies} bod{} × {tasks} task{} · {overdue} overdue", if bodies == 1 { "y" } else { "ies" }, s(tasks)),
    }
    matrix_not_led(body: &str, task: &str) {
        vi: format!("{body} không chủ trì {task}."), en: format!("{body} does not lead {task}."),
    }
    matrix_urged(n: i64) {
        vi: format!("{n} đôn đốc chưa trả lời"), en: format!("{n} urge{} without an answer", if n == 1 { "" } else { "s" }),
    }
    matrix_due(date: &str) { vi: format!("hạn {date}"), en: format!("due {date}") }
    matrix_can_urge(row: usize, body: &str, column: usize, task: &str) {
        vi: format!("quá hạn, đôn đốc được: {row} của {body} (f), {column} của {task} (F)"),
        en: format!("overdue and to be urged: {row} of {body} (f), {column} of {task} (F)"),
    }
    matrix_nothing_in_row(body: &str, number: &str) {
        vi: format!("{body} không có việc nào của {number} quá hạn để đôn đốc."),
        en: format!("{body} has nothing of {number} overdue to be urged about."),
    }
    matrix_nothing_in_column(task: &str) {
        vi: format!("Không đơn vị nào quá hạn {task} để đôn đốc."), en: format!("No body is overdue with {task} to be urged about."),
    }
    matrix_urges_row(body: &str, number: &str, n: usize) {
        vi: format!("Một đơn vị: mọi việc quá hạn của {body} theo {number} ({n} việc)"),
        en: format!("One body: all that {body} has overdue under {number} ({n} item{})", s(n)),
    }
    matrix_urges_column(task: &str, title: &str, n: usize) {
        vi: format!("Một nhiệm vụ, {n} đơn vị quá hạn: {task} {title}"),
        en: format!("One task, {n} bod{} overdue: {task} {title}", if n == 1 { "y" } else { "ies" }),
    }
    matrix_help_signs {
        vi: "Mỗi ô là một đơn vị chủ trì một nhiệm vụ. Dấu đầu là trạng thái: ○ mới giao, • đã tiếp nhận, ▸ đang làm, ↑ chờ phê duyệt, ◆ chờ thẩm tra, ‹ bị trả lại, ✗ từ chối nhận, = tạm dừng, – đã rút, ✓ đã hoàn thành; · là không chủ trì. Số đứng sau là số ngày quá hạn; /2 là cấp báo cáo; ? là có đôn đốc chưa trả lời.",
        en: "Each cell is a body that leads a task. The sign at its head is the state: ○ assigned, • acknowledged, ▸ in progress, ↑ proposed, ◆ submitted, ‹ returned, ✗ refused, = suspended, – withdrawn, ✓ accepted; · does not lead it. The number behind it is days overdue; /2 is the level; ? is an urge without an answer.",
    }
    matrix_help_acts {
        vi: "Mũi tên hoặc h j k l đi từ ô này sang ô khác, dòng dưới cùng nói ô đang chọn bằng lời. Enter mở việc. f đôn đốc đơn vị của dòng, F đôn đốc mọi đơn vị của cột: chỉ những việc quá hạn đang ở đơn vị; mẫu soạn nêu rõ là dòng hay cột, rồi hệ thống lập phương án, chưa gửi gì khi chưa xác nhận.",
        en: "Arrows or h j k l go from cell to cell, and the lines at the foot tell the cell in words. Enter opens the assignment. f urges the body of the row, F all bodies of the column: only about what is overdue and with the body; the form says which of the two it is, then the server makes a plan, and nothing leaves before it is confirmed.",
    }
}
