//! The commands as an operator runs them: the built program, its own folder of secrets, its own roles.

use std::{
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Output},
};

use dondoc_tests::{
    database::{TestDatabase, connect},
    program::server_program,
};
use tempfile::TempDir;
use url::Url;

/// An installation beside others in the same cluster.
struct Installation {
    database: TestDatabase,
    dir: TempDir,
    prefix: String,
}

impl Installation {
    async fn new() -> Self {
        let database = TestDatabase::empty().await.unwrap();
        // Letters only, as a prefix is: another one for each test, because roles belong to the cluster.
        let number = database.name().trim_start_matches("test_");
        let letters: String = number
            .chars()
            .map(|c| char::from(b'a' + u8::try_from(c.to_digit(16).unwrap()).unwrap()))
            .collect();
        Self { database, dir: TempDir::new().unwrap(), prefix: format!("it_{letters}") }
    }

    async fn migrated() -> Self {
        let installation = Self::new().await;
        let output = installation.run(&["migrate", "--admin-url", &installation.database.admin_url()]);
        assert!(output.status.success(), "{}", text(&output));
        installation
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.run_on(self.database.name(), arguments)
    }

    /// On a database of this name.
    fn run_on(&self, database: &str, arguments: &[&str]) -> Output {
        let mut url = Url::parse(&self.database.admin_url()).unwrap();
        url.set_username("").unwrap();
        url.set_password(None).unwrap();
        url.set_path(database);
        let mut command = Command::new(server_program());
        command
            .env_clear()
            .env("DONDOC_DATABASE_URL", url.as_str())
            .env("DONDOC_ROLE_PREFIX", &self.prefix)
            .env("DONDOC_SECRETS_DIR", self.secrets())
            .env("DONDOC_PUBLIC_URL", "https://dondoc.example")
            .env("LANG", "vi_VN.UTF-8")
            .args(arguments);
        command.output().unwrap()
    }

    fn secrets(&self) -> std::path::PathBuf {
        self.dir.path().join("secrets")
    }

    fn migrate(&self, arguments: &[&str]) -> Output {
        self.run(
            &[&["migrate", "--admin-url", &self.database.admin_url(), "--lang", "en"], arguments].concat(),
        )
    }

    /// The passwords of the roles, in which one can look for a change.
    fn passwords(&self) -> Vec<String> {
        let read = |role: &str| std::fs::read_to_string(self.secrets().join(format!("{role}.password")));
        ["app", "national", "auth", "worker"].map(|role| read(role).unwrap()).to_vec()
    }

    /// Roles outlive the database in which they were made.
    async fn remove_roles(self) {
        let admin = connect(&self.database.admin_url()).await.unwrap();
        for role in ["owner", "app", "national", "auth", "worker"] {
            let role = format!("{}_{role}", self.prefix);
            admin.batch_execute(&format!("drop owned by {role} cascade; drop role {role}")).await.unwrap();
        }
    }
}

fn text(output: &Output) -> String {
    [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned()).concat()
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[tokio::test]
async fn from_an_empty_database_to_a_link_for_the_first_person() {
    let here = Installation::migrated().await;
    let passwords = ["app.password", "national.password", "auth.password", "worker.password"];
    for name in passwords.into_iter().chain(["token.key", "sealing.key"]) {
        assert_eq!(mode(&here.secrets().join(name)), 0o600, "{name}");
    }
    let again = here.run(&["migrate", "--admin-url", &here.database.admin_url()]);
    assert!(again.status.success(), "{}", text(&again));

    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/../server/data");
    let dry = here.run(&["import", data, "--dry-run"]);
    assert!(
        text(&dry).contains("phần việc        mới 3435") && text(&dry).contains("chưa ghi gì"),
        "{}",
        text(&dry)
    );
    let wet = here.run(&["import", data]);
    assert!(wet.status.success() && text(&wet).contains("Đã nhập."), "{}", text(&wet));
    let second = here.run(&["import", data, "--lang", "en"]);
    assert!(text(&second).contains("Nothing has changed."), "{}", text(&second));
    let tenants = here.run(&["tenant", "list"]);
    assert!(
        text(&tenants).contains("Thành phố Hà Nội") && text(&tenants).lines().count() == 94,
        "{}",
        text(&tenants)
    );
    let assigned = here.run(&["assign", "T24-32a", "--to", "ha-noi,lao-cai"]);
    assert!(text(&assigned).contains("giao mới 2 cơ quan"), "{}", text(&assigned));

    let add = ["user", "add", "--tenant", "ha-noi", "--role", "officer", "--name", "Chuyên viên"];
    let added = here.run(&[&add[..], &["--email", "Officer@ha-noi.example"]].concat());
    assert!(
        added.status.success() && text(&added).contains("https://dondoc.example/link/"),
        "{}",
        text(&added)
    );
    for (arguments, told) in [
        ([&add[..], &["--email", "officer@ha-noi.example"]].concat(), "Đã có tài khoản"),
        ([&add[..], &["--email", "nobody"]].concat(), "không phải địa chỉ thư điện tử"),
        (
            vec![
                "user",
                "add",
                "--tenant",
                "ha-noi",
                "--role",
                "lead",
                "--name",
                "x",
                "--email",
                "x@y.example",
            ],
            "Vai trò",
        ),
        (
            vec![
                "user",
                "add",
                "--tenant",
                "hanoi",
                "--role",
                "officer",
                "--name",
                "x",
                "--email",
                "x@y.example",
            ],
            "hanoi",
        ),
        (vec!["user", "link", "x@y.example"], "Không có tài khoản"),
        (vec!["assign", "T24-33", "--to", "ha-noi"], "đã nêu cơ quan chủ trì"),
    ] {
        let refused = here.run(&arguments);
        assert_eq!(refused.status.code(), Some(1), "{}", text(&refused));
        assert!(text(&refused).contains(told), "{}", text(&refused));
    }
    let approver = [
        "user",
        "add",
        "--tenant",
        "ha-noi",
        "--role",
        "approver",
        "--name",
        "Lãnh đạo",
        "--email",
        "a@ha-noi.example",
    ];
    assert!(here.run(&approver).status.success());
    let lacking = text(&here.run(&["user", "enrolment"]));
    assert!(lacking.contains("ha-noi\ta@ha-noi.example\tLãnh đạo"), "{lacking}");
    assert!(lacking.contains("1 người phải có") && lacking.contains("phải bật ngay"), "{lacking}");
    let later = text(&here.run(&["user", "enrolment", "--from", "2090-01-31"]));
    assert!(later.contains("phải bật từ ngày 31/01/2090"), "{later}");
    assert_eq!(here.run(&["user", "enrolment", "--from", "31/01/2090"]).status.code(), Some(2));
    let none = here.run(&["user", "reset-factor", "a@ha-noi.example", "--reason", "Công văn 12/VP"]);
    assert_eq!(none.status.code(), Some(1), "there is none to turn off: {}", text(&none));
    let disabled = here.run(&["user", "disable", "officer@ha-noi.example"]);
    assert!(disabled.status.success(), "{}", text(&disabled));
    let refused = here.run(&["user", "link", "officer@ha-noi.example"]);
    assert!(text(&refused).contains("đã bị khóa"), "{}", text(&refused));
    here.remove_roles().await;
}

#[tokio::test]
async fn a_file_with_faults_is_told_by_line_and_column() {
    let here = Installation::migrated().await;
    let file = here.dir.path().join("holidays.csv");
    std::fs::write(&file, "date,kind,name_vi,name_en,certainty,source_note_vi,source_note_en\n2/9/2024,public,a,b,verified,c,d\n").unwrap();
    let refused = here.run(&["import", file.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused).contains("holidays.csv, dòng 2, cột 1 (date)"), "{}", text(&refused));
    let none = here.run(&["import", here.secrets().to_str().unwrap(), "--lang", "en"]);
    assert!(text(&none).contains("There is no file to import"), "{}", text(&none));
    here.remove_roles().await;
}

#[tokio::test]
async fn the_table_of_a_year_is_checked_imported_once_shown_and_looked_over() {
    let here = Installation::migrated().await;
    let file = here.dir.path().join("lịch.csv");
    let write = |rows: &str| {
        let header = "date,kind,name_vi,name_en,certainty,source_note_vi,source_note_en";
        std::fs::write(&file, format!("{header}\n{rows}")).unwrap();
    };
    let run = |arguments: &[&str]| {
        let import = ["calendar", "import", file.to_str().unwrap(), "--year", "2090"];
        let output = here.run(&[&import[..], arguments].concat());
        (output.status.code(), text(&output))
    };
    let tet = "2090-01-29,lunar,Giao thừa,Eve,partly,a,b\n2090-01-30,lunar,Tết,New Year,partly,a,b\n";
    write(&format!(
        "{tet}2091-01-01,public,Tết,New Year,verified,a,b\n2090-01-31,holiday,a,b,verified,c,d\n"
    ));
    let (code, told) = run(&[]);
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("lịch.csv, dòng 4, cột 1 (date): không thuộc năm 2090"), "{told}");
    assert!(told.contains("lịch.csv, dòng 5, cột 2 (kind)"), "{told}");

    // The third day of Tết is left out: told, and taken all the same.
    write(&format!(
        "{tet}2090-01-31,lunar,Mùng hai,Second day,partly,a,b\n2090-04-08,lunar,Giỗ Tổ,Kings,partly,a,b\n"
    ));
    let (code, told) = run(&["--dry-run"]);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("phiên bản 1, 4 ngày") && told.contains("Chạy thử: chưa ghi gì."), "{told}");
    assert!(told.contains("Ngày 01/02/2090: theo tính toán là Tết Nguyên Đán"), "{told}");
    let (code, told) = run(&["--source", "Thông báo số 1"]);
    assert!(code == Some(0) && told.contains("Đã nhập."), "{told}");
    let (code, told) = run(&[]);
    assert!(code == Some(0) && told.contains("Không có gì thay đổi."), "{told}");
    let (code, told) = run(&["--tenant", "ha-noi"]);
    assert!(code == Some(1) && told.contains("Không có cơ quan nào là: ha-noi"), "{told}");

    let shown = text(&here.run(&["calendar", "show", "2090"]));
    assert!(shown.contains("Phiên bản 1") && shown.contains("Thông báo số 1"), "{shown}");
    assert!(shown.contains("2090-01-30") && shown.contains("ngày lễ theo âm lịch"), "{shown}");
    assert!(text(&here.run(&["calendar", "show", "2089"])).contains("Chưa có lịch năm 2089"));
    assert!(
        text(&here.run(&["calendar", "show", "2090", "--version", "9"])).contains("không có phiên bản này")
    );
    let evidence = here.dir.path().join("evidence");
    let doctor = text(&here.run(&["doctor", "--evidence-dir", evidence.to_str().unwrap()]));
    assert!(doctor.contains("Lịch làm việc: Ngày 01/02/2090"), "{doctor}");
    assert!(doctor.contains("Lịch làm việc: Chưa có lịch năm"), "{doctor}");
    assert!(doctor.contains("Thư mục minh chứng: CÓ VẤN ĐỀ") && !evidence.exists(), "{doctor}");
    here.remove_roles().await;
}

#[tokio::test]
async fn the_periods_of_a_year_are_planned_one_is_opened_and_its_figures_are_recounted_and_printed() {
    let here = Installation::migrated().await;
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/../server/data");
    let done = |arguments: &[&str], words: &[&str]| {
        let output = here.run(arguments);
        let said = text(&output);
        assert!(output.status.success(), "{arguments:?}: {said}");
        for word in words {
            assert!(said.contains(word), "{arguments:?}: {word} in {said}");
        }
        said
    };
    done(&["import", data], &[]);
    let plan = ["period", "plan", "--regime", "CT", "--year", "2024"];
    // A window after Tết, one that ends on a Sunday before a holiday, and one that ends on a Sunday.
    let windows = [
        "CT-2024-M02  15/01/2024  14/02/2024  05/02/2024  19/02/2024  21/02/2024",
        "CT-2024-M04  15/03/2024  14/04/2024  05/04/2024  17/04/2024  22/04/2024",
        "CT-2024-M07  15/06/2024  14/07/2024  05/07/2024  17/07/2024  19/07/2024",
    ];
    let dry = done(&[&plan[..], &["--dry-run"]].concat(), &windows);
    assert_eq!(dry.lines().count(), 12, "{dry}");
    assert_eq!(done(&["period", "list"], &[]).trim(), "", "a dry run writes nothing");
    done(&plan, &["Đã lập 12 kỳ báo cáo mới."]);
    done(&plan, &["Đã lập 0 kỳ báo cáo mới."]);
    let over = here.run(&["period", "open", "CT-2024-M07"]);
    assert!(!over.status.success() && text(&over).contains("đã qua ngày chốt"), "{}", text(&over));
    let july: jiff::Timestamp = "2024-07-15T01:00:00Z".parse().unwrap();
    let offset = july.as_microsecond() - jiff::Timestamp::now().as_microsecond();
    let clock = format!(
        "insert into dondoc.settings (key, value) values ('clock_offset_us', '{offset}'), ('simulated', 'true')"
    );
    connect(&here.database.admin_url()).await.unwrap().batch_execute(&clock).await.unwrap();
    done(&["period", "open", "CT-2024-M07"], &["93 đơn vị"]);
    assert!(!here.run(&["period", "open", "CT-2024-M07"]).status.success(), "once is enough");
    assert!(!here.run(&["period", "open", "CT-2031-M07"]).status.success());
    done(&["figures", "recount"], &["còn 93", "0 khác biệt"]);
    let table =
        done(&["figures", "export", "--period", "CT-2024-M07", "--group", "localities"], &["\"period\""]);
    assert!(table.starts_with('\u{feff}'), "{table}");
    here.remove_roles().await;
}

#[tokio::test]
async fn a_database_that_lets_tenants_see_each_other_is_not_served() {
    let here = Installation::migrated().await;
    let admin = connect(&here.database.admin_url()).await.unwrap();
    admin.batch_execute("alter table dondoc.urges no force row level security").await.unwrap();
    let evidence = here.dir.path().join("evidence");
    let refused = here.run(&[
        "serve",
        "--evidence-dir",
        evidence.to_str().unwrap(),
        "--listen",
        "127.0.0.1:0",
        "--ops-listen",
        "127.0.0.1:0",
    ]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused).contains("table urges: row-level security"), "{}", text(&refused));
    here.remove_roles().await;
}

#[tokio::test]
async fn a_command_on_a_database_that_does_not_exist_says_so_first() {
    let here = Installation::migrated().await;
    let output = here.run_on("nowhere_at_all", &["tenant", "list", "--lang", "en"]);
    let told = text(&output);
    assert_eq!(output.status.code(), Some(1), "{told}");
    let first = "dondoc-server: The database at ";
    assert!(told.starts_with(first) && told.contains("there is no database “nowhere_at_all”"), "{told}");
    here.remove_roles().await;
}

#[tokio::test]
async fn a_wrong_configuration_is_told_as_a_whole() {
    let output = Command::new(server_program())
        .env_clear()
        .env("DONDOC_PUBLIC_URL", "http://dondoc.example")
        .args(["serve", "--listen", "8080"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let told = text(&output);
    for name in [
        "DONDOC_DATABASE_URL",
        "DONDOC_SECRETS_DIR",
        "DONDOC_PUBLIC_URL",
        "DONDOC_LISTEN",
        "DONDOC_EVIDENCE_DIR",
    ] {
        assert!(told.contains(name), "{name}: {told}");
    }
}

#[tokio::test]
async fn a_mailbox_file_is_read_message_by_message_and_what_is_not_ours_changes_nothing() {
    let here = Installation::migrated().await;
    let file = here.dir.path().join("bounces");
    let bounce = "From: MAILER-DAEMON@relay.example\nMIME-Version: 1.0\n\
        Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
        --b\nContent-Type: message/delivery-status\n\nAction: failed\nStatus: 5.1.1\n\
        --b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <1.x.y@elsewhere.example>\n--b--\n";
    std::fs::write(&file, format!("From a x\n{bounce}\nFrom b x\nSubject: x\n\nx\n")).unwrap();
    let read = here.run(&["mail", "bounces", file.to_str().unwrap(), "--lang", "en"]);
    let told = text(&read);
    assert!(read.status.success(), "{told}");
    assert!(told.contains("1. 1.x.y@elsewhere.example: no message of ours bears this id"), "{told}");
    assert!(told.contains("2. -: not a report"), "{told}");
    assert!(told.contains("2 messages read, 0 more addresses suspended."), "{told}");
    let missing = here.run(&["mail", "bounces", "/nowhere/at/all"]);
    assert!(
        missing.status.code() == Some(1) && text(&missing).contains("/nowhere/at/all"),
        "{}",
        text(&missing)
    );
    here.remove_roles().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_cannot_be_reached_is_told_by_host_port_and_cause_and_never_by_its_password() {
    let here = Installation::migrated().await;
    let admin = Url::parse(&here.database.admin_url()).unwrap();
    let at = |change: &dyn Fn(&mut Url)| {
        let mut url = admin.clone();
        url.set_password(Some("khong-phai-mat-khau")).unwrap();
        change(&mut url);
        url.to_string()
    };
    // A folder of sockets stands there percent-encoded.
    let (host, port) = (admin.host_str().unwrap().replace("%2F", "/"), admin.port().unwrap_or(5432));
    let mut no_such = admin.clone();
    no_such.set_path("/no_such");
    let told = |output: &Output, parts: &[&str]| {
        let said = text(output);
        assert!(!output.status.success() && !said.contains("khong-phai-mat-khau"), "{said}");
        assert!(parts.iter().all(|part| said.contains(part)), "{parts:?} in {said}");
    };
    for (url, place, cause) in [
        (at(&|url| url.set_port(Some(1)).unwrap()), format!("{host}, cổng 1:"), "từ chối"),
        (
            at(&|url| url.set_host(Some("nowhere.invalid")).unwrap()),
            format!("nowhere.invalid, cổng {port}:"),
            "không tìm thấy máy",
        ),
        (at(&|_| ()), format!("{host}, cổng {port}:"), "không đăng nhập được"),
        (no_such.to_string(), format!("{host}, cổng {port}:"), "cơ sở dữ liệu tên “no_such”"),
        ("postgres://x:khong-phai-mat-khau@[/x".to_owned(), String::new(), "không đọc được"),
    ] {
        told(&here.run(&["migrate", "--admin-url", &url]), &[&place, cause]);
    }
    // A role whose password is another: the commands of every day, server and worker.
    let file = here.secrets().join("app.password");
    std::fs::write(&file, "khongphaimatkhaucuavaitro").unwrap();
    let place = format!("{host}, cổng {port}:");
    let refused = format!("“{}_app” không đăng nhập được", here.prefix);
    for command in [&["tenant", "list"][..], &["doctor", "--evidence-dir", "/tmp"]] {
        let output = here.run(command);
        told(&output, &[&place, &refused]);
        assert!(!text(&output).contains("khongphaimatkhaucuavaitro"), "{}", text(&output));
    }
    told(&here.run_on("no_such", &["tenant", "list"]), &[&place]);
    here.remove_roles().await;
}

#[tokio::test]
async fn migrate_cuts_nobody_off_unless_it_is_told_to_rotate() {
    let here = Installation::migrated().await;
    let before = here.passwords();
    let works = || here.run(&["tenant", "list"]).status.success();

    let kept = here.dir.path().join("kept");
    std::fs::rename(here.secrets(), &kept).unwrap();
    let empty = here.migrate(&[]);
    let said = text(&empty);
    assert_eq!(empty.status.code(), Some(2), "{said}");
    assert!(said.contains("does not hold them") && said.contains("--rotate"), "{said}");
    assert!(!here.secrets().exists(), "nothing was made");

    // That of another installation.
    let other = Installation::migrated().await;
    std::fs::rename(other.secrets(), here.secrets()).unwrap();
    let theirs = here.passwords();
    for arguments in [&[][..], &["--rotate"]] {
        let foreign = here.migrate(arguments);
        let said = text(&foreign);
        assert_eq!(foreign.status.code(), Some(2), "{said}");
        assert!(said.contains("are not those of the role") && said.contains("an empty one"), "{said}");
    }
    assert_eq!(here.passwords(), theirs);
    other.remove_roles().await;

    std::fs::remove_dir_all(here.secrets()).unwrap();
    std::fs::rename(&kept, here.secrets()).unwrap();
    assert!(works(), "the first folder still opens every door");
    // The database cannot be reached: the passwords of today are still there.
    let nowhere = here.run(&["migrate", "--admin-url", "postgres://x@127.0.0.1:1/x", "--rotate"]);
    assert!(!nowhere.status.success() && here.passwords() == before, "{}", text(&nowhere));
    // Somebody else's business, and no reason for new passwords.
    std::fs::remove_file(here.secrets().join("token.key")).unwrap();
    assert!(here.migrate(&[]).status.success() && here.passwords() == before);
    let token_key = std::fs::read(here.secrets().join("token.key")).unwrap();
    let rotated = here.migrate(&["--rotate"]);
    let said = text(&rotated);
    assert!(rotated.status.success() && said.contains("servers first, then workers"), "{said}");
    assert!(here.passwords().iter().zip(&before).all(|(new, old)| new != old));
    assert_eq!(std::fs::read(here.secrets().join("token.key")).unwrap(), token_key, "nobody is logged out");
    assert!(works() && here.migrate(&[]).status.success());
    here.remove_roles().await;
}
