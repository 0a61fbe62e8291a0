//! The portal as a browser without JavaScript sees it: forms, cookies, redirects. What only a real browser shows is in
//! [`super::portal_browser`].

mod console_log_in;
mod contacts;
mod drafts;
mod files;
mod lost_factor;
mod matrix;
mod passkeys;
mod people;
mod reports;
mod second_factor;
mod sign_in;
mod stand_ins;
mod words;
mod workbooks;

use dondoc_kernel::auth::password::Passwords;
use dondoc_shared::{id::AssignmentId, lifecycle::Status, role::Role};
use dondoc_tests::{
    server::Server,
    world::{Person, Scene, World},
};
use reqwest::{Client, Response, StatusCode, header, redirect::Policy};
use uuid::Uuid;

/// The pass-phrase of everybody here.
pub const PHRASE: &str = "bốn con trâu trắng";

/// Gives a person an account with the pass-phrase above.
pub async fn account(world: &World, person: &Person) -> anyhow::Result<()> {
    let hash = Passwords::new(1)?.hash(PHRASE).await.map_err(|e| anyhow::anyhow!("{e}"))?;
    world
        .run(
            "insert into dondoc.accounts (tenant_id, id, user_id, email, password_hash, created_at) \
             values ($1, $2, $3, $4, $5, now())",
            &[&person.tenant.0, &Uuid::now_v7(), &person.id.0, &person.email, &hash],
        )
        .await?;
    Ok(())
}

/// Somebody in front of a browser.
struct Visitor {
    http: Client,
    base: String,
    cookie: Option<String>,
}

/// A page and its status.
struct Page {
    status: StatusCode,
    text: String,
    to: String,
    cookies: Vec<String>,
}

impl Page {
    async fn of(response: Response) -> anyhow::Result<Self> {
        let status = response.status();
        let headers = response.headers();
        let text = |h: &header::HeaderValue| h.to_str().unwrap_or_default().to_owned();
        let to = headers.get(header::LOCATION).map(text).unwrap_or_default();
        let cookies = headers.get_all(header::SET_COOKIE).iter().map(text).collect();
        Ok(Self { status, to, cookies, text: response.text().await? })
    }

    /// The word of the cookie that says once what has been done.
    fn done(&self) -> Option<&str> {
        let value = self.cookies.iter().find_map(|c| c.strip_prefix("dondoc_done="))?;
        value.split(':').next()
    }

    /// What a hidden field or an input of the first form with this address holds.
    fn value(&self, action: &str, name: &str) -> String {
        let form = self.text.split(&format!("action=\"{action}\"")).nth(1).expect("no such form");
        let form = form.split("</form>").next().unwrap();
        let field = form.split(&format!("name=\"{name}\"")).nth(1).expect("no such field");
        field.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    }
}

impl Visitor {
    fn new(server: &Server, person: Option<&Person>) -> anyhow::Result<Self> {
        let http = Client::builder().redirect(Policy::none()).build()?;
        let cookie = person.map(|person| format!("dondoc={}", person.cookie));
        Ok(Self { http, base: server.base.clone(), cookie })
    }

    /// The same with one cookie more.
    fn having(&self, cookie: &str) -> Self {
        let cookies = self.cookie.iter().map(String::as_str).chain([cookie]).collect::<Vec<_>>().join("; ");
        Self { http: self.http.clone(), base: self.base.clone(), cookie: Some(cookies) }
    }

    async fn get(&self, path: &str) -> anyhow::Result<Page> {
        let mut request = self.http.get(format!("{}{path}", self.base));
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        Page::of(request.send().await?).await
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> anyhow::Result<Page> {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let mut request = self
            .http
            .post(format!("{}{path}", self.base))
            .header(header::ORIGIN, &self.base)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body);
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        Page::of(request.send().await?).await
    }

    /// Fills in the form on a page and sends it with its hidden fields.
    async fn fill(&self, page: &Page, action: &str, fields: &[(&str, &str)]) -> anyhow::Result<Page> {
        self.send_elsewhere(page, action, action, fields).await
    }

    /// Sends the hidden fields of a form to another address than its own.
    async fn send_elsewhere(
        &self,
        page: &Page,
        action: &str,
        to: &str,
        fields: &[(&str, &str)],
    ) -> anyhow::Result<Page> {
        let hidden = ["_token", "_key", "_version", "_page"].map(|name| (name, page.value(action, name)));
        let hidden = hidden.iter().map(|(name, value)| (*name, value.as_str()));
        self.post(to, &hidden.chain(fields.iter().copied()).collect::<Vec<_>>()).await
    }
}

struct Stage {
    world: World,
    server: Server,
    officer: Person,
    id: AssignmentId,
}

async fn stage(status: Status) -> anyhow::Result<Stage> {
    let world = World::new().await?;
    let officer = world.person("ha-noi", Role::Officer).await?;
    let task = world.task("T24-08").await?;
    let id = world.assignment("ha-noi", task, &Scene::due(Some(world.day(-12))).status(status)).await?;
    let server = Server::of(&world)?;
    Ok(Stage { world, server, officer, id })
}

#[tokio::test(flavor = "multi_thread")]
async fn the_link_in_a_mail_leads_through_log_in_to_one_button_and_looking_changes_nothing()
-> anyhow::Result<()> {
    let Stage { world, server, officer, id } = stage(Status::Assigned).await?;
    account(&world, &officer).await?;
    let path = format!("/assignments/{id}/acknowledge");
    let mut visitor = Visitor::new(&server, None)?;
    let wanted = visitor.get(&path).await?;
    let log_in = format!("/log-in?next=%2Fassignments%2F{id}%2Facknowledge");
    assert_eq!((wanted.status, &wanted.to), (StatusCode::SEE_OTHER, &log_in));
    visitor.get(&log_in).await?;
    let begun = visitor.post(&log_in, &[("email", &officer.email), ("password", PHRASE)]).await?;
    assert_eq!((begun.status, &begun.to), (StatusCode::SEE_OTHER, &path));
    visitor.cookie = begun.cookies.first().and_then(|cookie| cookie.split(';').next()).map(str::to_owned);

    let page = visitor.get(&path).await?;
    assert!(page.text.contains("T24-08/ha-noi"), "{}", page.text);
    let acknowledged = "select count(*) from dondoc.assignments where status = 'acknowledged'";
    assert_eq!(world.count(acknowledged).await?, 0, "a program that follows links acknowledges nothing");
    let sent = visitor.fill(&page, &path, &[]).await?;
    assert_eq!((sent.status, sent.to), (StatusCode::SEE_OTHER, format!("/assignments/{id}")));
    assert_eq!(world.count(acknowledged).await?, 1);
    // The link of an old mail says that there is nothing left to do.
    let again = visitor.get(&path).await?;
    assert!(again.status == StatusCode::OK && !again.text.contains("name=\"_key\""), "{}", again.text);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn who_reports_may_do_without_reminders_before_the_due_date_and_everybody_chooses_the_language_of_their_mail()
-> anyhow::Result<()> {
    const PATH: &str = "/account/reminders";
    let Stage { world, server, officer, .. } = stage(Status::Assigned).await?;
    let visitor = Visitor::new(&server, Some(&officer))?;
    let page = visitor.get(PATH).await?;
    assert!(page.status == StatusCode::OK && page.text.contains("không tắt được"), "{}", page.text);
    let sent = visitor.fill(&page, PATH, &[("early", "off"), ("mail_lang", "vi")]).await?;
    assert_eq!((sent.status, sent.to.as_str()), (StatusCode::SEE_OTHER, PATH));
    let off = "select count(*) from dondoc.reminder_choices where not early";
    assert_eq!(world.count(off).await?, 1);
    let audited = "select count(*) from dondoc.audit where action = 'choose_reminders'";
    assert_eq!(world.count(audited).await?, 1);
    let page = visitor.get(PATH).await?;
    for (early, lang) in [("never", "en"), ("on", "fr")] {
        let wrong = visitor.fill(&page, PATH, &[("early", early), ("mail_lang", lang)]).await?;
        assert!(wrong.status.is_client_error(), "{}", wrong.status);
    }
    let english = "select count(*) from dondoc.users where lang = 'en'";
    assert_eq!(world.count(english).await?, 0);
    let page = visitor.get(PATH).await?;
    visitor.fill(&page, PATH, &[("early", "on"), ("mail_lang", "en")]).await?;
    assert_eq!((world.count(off).await?, world.count(english).await?), (0, 1));
    assert!(
        visitor.get(PATH).await?.text.contains("<html lang=\"en\">"),
        "the screen has no choice of its own"
    );
    for role in [Role::Viewer, Role::Administrator] {
        let person = world.person("ha-noi", role).await?;
        let visitor = Visitor::new(&server, Some(&person))?;
        let page = visitor.get(PATH).await?;
        assert!(
            page.text.contains("name=\"mail_lang\"") && !page.text.contains("name=\"early\""),
            "{}",
            page.text
        );
        let english = format!("select count(*) from dondoc.users where lang = 'en' and id = '{}'", person.id);
        visitor.fill(&page, PATH, &[("mail_lang", "en")]).await?;
        assert_eq!((world.count(&english).await?, world.count(off).await?), (1, 0), "{role}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_that_is_not_right_comes_back_with_everything_that_was_typed() -> anyhow::Result<()> {
    let Stage { world, server, officer, id } = stage(Status::InProgress).await?;
    let visitor = Visitor::new(&server, Some(&officer))?;
    let path = format!("/assignments/{id}/report");
    let page = visitor.get(&path).await?;
    let typed = [
        ("percent", "một nửa"),
        ("results", ""),
        ("next_step", "Trình <ký> & ban hành"),
        ("waiting_on", "bca"),
    ];
    let back = visitor.fill(&page, &path, &typed).await?;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    for text in [
        "value=\"một nửa\"",
        "Trình &#60;ký&#62; &#38; ban hành",
        "<option value=\"bca\" selected>",
        "href=\"#percent\">“Tiến độ (%)” phải là số nguyên từ 0 đến 100",
        "href=\"#results\"",
    ] {
        assert!(back.text.contains(text), "{text} in {}", back.text);
    }
    // A fault that only the use case finds comes back the same way.
    let long = "x".repeat(4001);
    let back = visitor.fill(&back, &path, &[("percent", "50"), ("results", &long)]).await?;
    assert!(
        back.text.contains("“Kết quả đã đạt” dài quá 4.000 ký tự: hãy bớt") && back.text.contains(&long),
        "{}",
        back.text
    );
    let done = visitor.fill(&back, &path, &[("percent", "50 %"), ("results", "Đã khảo sát")]).await?;
    assert_eq!((done.status, done.to.clone()), (StatusCode::SEE_OTHER, format!("/assignments/{id}")));
    // Sent once more by a second click: the same answer, nothing written twice.
    let twice = visitor.fill(&back, &path, &[("percent", "50 %"), ("results", "Đã khảo sát")]).await?;
    assert_eq!((twice.status, twice.to), (done.status, done.to.clone()));
    assert_eq!(world.count("select count(*) from dondoc.progress_reports").await?, 1);
    // The page that was gone to says so once; neither an address nor another tab's page does.
    let cookie = done.cookies.iter().find(|c| c.starts_with("dondoc_done=")).unwrap();
    for part in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=60"] {
        assert!(cookie.contains(part), "{part} in {cookie}");
    }
    let carrying = visitor.having(cookie.split(';').next().unwrap());
    let says = |page: &Page| page.text.contains("Đã ghi báo cáo tiến độ.");
    let other = carrying.get("/").await?;
    assert!(!says(&other) && other.done().is_none());
    let item = carrying.get(&done.to).await?;
    assert!(says(&item) && item.text.contains("Đã khảo sát"));
    assert!(item.cookies.iter().any(|c| c.starts_with("dondoc_done=;") && c.contains("Max-Age=0")));
    assert!(!says(&visitor.get(&format!("{}?done=reported", done.to)).await?));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_second_sees_both_versions_and_can_send_theirs_on_top() -> anyhow::Result<()> {
    let Stage { world, server, officer, id } = stage(Status::InProgress).await?;
    let colleague = world.person("ha-noi", Role::Approver).await?;
    let (first, second) = (Visitor::new(&server, Some(&colleague))?, Visitor::new(&server, Some(&officer))?);
    let path = format!("/assignments/{id}/report");
    let (page_first, page_second) = (first.get(&path).await?, second.get(&path).await?);
    first.fill(&page_first, &path, &[("percent", "40"), ("results", "Bản của người thứ nhất")]).await?;
    let both =
        second.fill(&page_second, &path, &[("percent", "45"), ("results", "Bản của người thứ hai")]).await?;
    assert_eq!(both.status, StatusCode::PRECONDITION_FAILED);
    for text in [
        "Bản của người thứ nhất",
        "Bản của người thứ hai",
        "Gửi bản của tôi tiếp sau bản đang lưu",
        "tiến độ 40%",
    ] {
        assert!(both.text.contains(text), "{text}");
    }
    let done = second.fill(&both, &path, &[("percent", "45"), ("results", "Bản của người thứ hai")]).await?;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(world.count("select count(*) from dondoc.progress_reports").await?, 2);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn another_bodys_assignment_and_one_that_does_not_exist_are_the_same_page() -> anyhow::Result<()> {
    let Stage { world, server, id, .. } = stage(Status::InProgress).await?;
    let other = Visitor::new(&server, Some(&world.person("lao-cai", Role::Approver).await?))?;
    let plain = |page: Page| {
        // The language switch leads back to where one was.
        let (head, rest) = page.text.split_once("name=\"next\" value=\"").unwrap();
        let (before, after) = rest.split_once('"').unwrap().1.split_once("mã yêu cầu ").unwrap();
        (page.status, format!("{head}{before}"), after.split_once('.').unwrap().1.to_owned())
    };
    let missing = plain(other.get(&format!("/assignments/{}", Uuid::now_v7())).await?);
    assert_eq!(missing.0, StatusCode::NOT_FOUND);
    for page in ["", "/report", "/evidence", "/submit", "/take-back", "/extension", "/urge-answer"] {
        let foreign = other.get(&format!("/assignments/{id}{page}")).await?;
        assert_eq!(plain(foreign), missing, "{page}");
        let malformed = other.get(&format!("/assignments/không-phải-mã{page}")).await?;
        assert_eq!(plain(malformed), missing, "{page}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_goes_through_the_portal_from_receipt_to_submission_and_back() -> anyhow::Result<()> {
    let Stage { world, server, officer, id } = stage(Status::Assigned).await?;
    let approver = world.person("ha-noi", Role::Approver).await?;
    let (officer, approver) =
        (Visitor::new(&server, Some(&officer))?, Visitor::new(&server, Some(&approver))?);
    let item = format!("/assignments/{id}");
    let evidence = ("evidence", "evidence/links");
    // Who, on which page and to which address, with what, and the word for what is done then.
    type Step<'a> = (&'a Visitor, (&'a str, &'a str), &'a [(&'a str, &'a str)], &'a str);
    let steps: [Step; 8] = [
        (&officer, ("", "acknowledge"), &[], "acknowledged"),
        (&officer, ("report", "report"), &[("percent", "100"), ("results", "Đã ban hành")], "reported"),
        (
            &officer,
            evidence,
            &[("name", "Quyết định"), ("url", "https://ha-noi.example/qd")],
            "evidence-added",
        ),
        (&officer, ("propose", "propose"), &[("remark", "")], "proposed"),
        (&approver, ("send-back", "send-back"), &[("remark", "Bổ sung số liệu")], "sent-back"),
        (
            &officer,
            ("propose", "propose"),
            &[("remark", "Đã bổ sung"), ("results", "Đã bổ sung số liệu")],
            "proposed",
        ),
        (&approver, ("submit", "submit"), &[("remark", "Kính gửi")], "submitted"),
        (&approver, ("take-back", "take-back"), &[], "taken-back"),
    ];
    for (visitor, (page, action), fields, done) in steps {
        let page = if page.is_empty() { item.clone() } else { format!("{item}/{page}") };
        let page = visitor.get(&page).await?;
        assert_eq!(page.status, StatusCode::OK, "{done}: {}", page.text);
        let after = visitor.fill(&page, &format!("{item}/{action}"), fields).await?;
        assert_eq!(
            (after.status, after.to.as_str(), after.done()),
            (StatusCode::SEE_OTHER, item.as_str(), Some(done)),
            "{}",
            after.text
        );
    }
    let asked = approver.get(&format!("{item}/extension")).await?;
    let soon = asked.value(&format!("{item}/extension"), "pick");
    for (fields, told) in [
        (
            [("pick", soon.as_str()), ("to", "30/09/2024"), ("reason", "")],
            ["Chỉ chọn một ngày", "Thiếu “Lý do”"],
        ),
        (
            [("pick", "other"), ("to", "30/09/2094"), ("reason", "funding")],
            ["không muộn hơn 31/12/", "30/09/2094"],
        ),
    ] {
        let text = [("text", "Chưa bố trí kinh phí")];
        let fields: Vec<_> = fields.iter().chain(&text).copied().collect();
        let back = approver.fill(&asked, &format!("{item}/extension"), &fields).await?;
        assert!(told.iter().all(|part| back.text.contains(part)), "{told:?} in {}", back.text);
    }
    let fields =
        [("pick", "other"), ("to", "30/09/2024"), ("reason", "funding"), ("text", "Chưa bố trí kinh phí")];
    let after = approver.fill(&asked, &format!("{item}/extension"), &fields).await?;
    assert_eq!((after.to.as_str(), after.done()), (item.as_str(), Some("extension-requested")));
    let again = approver.get(&format!("{item}/extension")).await?;
    assert!(again.text.contains("Đã có một đề nghị gia hạn đang chờ quyết định."), "{}", again.text);
    assert_eq!(officer.get(&format!("{item}/submit")).await?.status, StatusCode::FORBIDDEN);
    Ok(())
}
