//! Texts of the console's saved views.

messages! {
    views_key { vi: "xem và dùng bộ lọc đã lưu", en: "list the saved views and apply one" }
    views_bar { vi: "bộ lọc đã lưu", en: "saved views" }
    views_key_save { vi: "lưu bộ lọc đang dùng", en: "save the filter in force" }
    views_bar_save { vi: "lưu bộ lọc", en: "save filter" }
    views_key_delete { vi: "xóa bộ lọc đã lưu này", en: "delete this saved view" }
    views_bar_delete { vi: "xóa", en: "delete" }
    views_tab { vi: "Bộ lọc đã lưu", en: "Saved views" }
    views_help {
        vi: "Enter áp dụng bộ lọc ở dòng đang chọn; / rồi gõ vài chữ để thu hẹp. Trong bộ lọc, @tên thay cho nội dung đã lưu, như đặt trong ngoặc. Trùng tên thì bộ lọc của riêng mình được dùng trước, rồi đến bộ lọc chung của Tổ công tác.",
        en: "Enter applies the view under the cursor; / and a few letters narrow the list. In a filter @name stands for what was saved, as if it stood there in brackets. Of equal names one's own counts, then the Working Group's.",
    }
    views_column_name { vi: "TÊN", en: "NAME" }
    views_column_count { vi: "VIỆC", en: "ITEMS" }
    views_column_whose { vi: "CỦA", en: "WHOSE" }
    views_own { vi: "riêng tôi", en: "one's own" }
    views_shared { vi: "Tổ công tác", en: "Working Group" }
    views_built_in { vi: "có sẵn", en: "built in" }
    views_hidden { vi: "trùng tên", en: "same name" }
    views_none_such { vi: "Không có bộ lọc đã lưu nào như vậy.", en: "There is no such saved view." }
    views_narrow { vi: "Tìm", en: "Find" }
    views_saved_by(name: &str, at: &str) { vi: format!("{name} lưu {at}"), en: format!("saved by {name}, {at}") }
    views_finder(name: &str) { vi: format!("bộ lọc đã lưu: {name}"), en: format!("saved view: {name}") }
    views_nothing_to_save { vi: "Không có bộ lọc nào đang dùng để lưu.", en: "No filter is in force that could be saved." }
    views_not_kept { vi: "Bộ lọc có sẵn không xóa được.", en: "A built-in view cannot be deleted." }
    views_not_yours { vi: "Chỉ chuyên viên và lãnh đạo được sửa bộ lọc chung.", en: "The Working Group's views are written by officers and leads." }
    views_names_another { vi: "Bộ lọc có @ không lưu được: hãy thay bằng nội dung của nó.", en: "A filter with @ cannot be saved: put what it stands for in its place." }
    views_field_name { vi: "Tên", en: "Name" }
    views_name_needed { vi: "Tên phải có chữ cái hoặc chữ số.", en: "The name must have a letter or a digit." }
    views_agree_save { vi: "Lưu bộ lọc", en: "Save view" }
    views_agree_replace { vi: "Lưu đè", en: "Replace" }
    views_agree_delete { vi: "Xóa bộ lọc", en: "Delete view" }
    views_filter_is(filter: &str) { vi: format!("Bộ lọc: {filter}"), en: format!("Filter: {filter}") }
    views_replaces(name: &str, whose: &str) {
        vi: format!("Đã có “{name}” ({whose}). Lưu sẽ thay nội dung cũ bằng nội dung mới:"),
        en: format!("“{name}” exists ({whose}). Saving puts the new filter in the place of the old one:"),
    }
    views_old(filter: &str) { vi: format!("Cũ:  {filter}"), en: format!("Old: {filter}") }
    views_new(filter: &str) { vi: format!("Mới: {filter}"), en: format!("New: {filter}") }
    views_saved(key: &str) { vi: format!("Đã lưu @{key}."), en: format!("@{key} is saved.") }
    views_deleted(key: &str) { vi: format!("Đã xóa @{key}."), en: format!("@{key} is deleted.") }
    views_stale(name: &str, filter: &str) {
        vi: format!("{name} đã lưu tên này trước: {filter}. Xem lại rồi xác nhận lần nữa."),
        en: format!("{name} has saved this name meanwhile: {filter}. Look at both, then confirm again."),
    }
    views_stale_gone { vi: "Bộ lọc này vừa bị xóa; xác nhận lần nữa để lưu mới.", en: "This view was deleted meanwhile; confirm again to save it anew." }
    views_delete_means(name: &str, whose: &str) {
        vi: format!("Xóa “{name}” ({whose}). Bộ lọc nào dùng @ tên này sẽ không chạy nữa."),
        en: format!("Deletes “{name}” ({whose}). A filter that names it by @ works no longer."),
    }
}
