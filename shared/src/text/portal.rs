//! Texts of the portal.

messages! {
    log_in { vi: "Đăng nhập", en: "Log in" }
    back { vi: "Quay lại", en: "Back" }
}
