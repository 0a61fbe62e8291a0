//! What tests of pages share: a frame for a signed-in approver, and the checks that every page must pass.

use dondoc_shared::{
    id::{TenantId, UserId},
    role::Role,
    text::Lang,
};
use jiff::Timestamp;
use uuid::Uuid;

use super::layout::{Frame, Who};

impl Frame {
    /// A frame with everything in it, the hostile included.
    pub(crate) fn sample(t: Lang) -> Self {
        Self::sample_of(t, Role::Approver, TenantId(24))
    }

    /// The same for another role or the Working Group.
    pub(crate) fn sample_of(t: Lang, role: Role, tenant: TenantId) -> Self {
        let who = Who {
            id: UserId(Uuid::nil()),
            name: "Chuyên viên <b>Lào Cai</b>".to_owned(),
            role,
            tenant,
            tenant_name: t.pick("tỉnh Lào Cai", "Lao Cai province").to_owned(),
        };
        let now: Timestamp = "2024-07-25T01:00:00Z".parse().unwrap();
        Self::for_test(t, Some(who), now)
    }
}

/// What holds of every page: nothing inline, nothing unescaped, nothing oversized, every input with its label, the
/// language said, no text of the other language's catalogue in the frame, the secrecy statement.
pub(crate) fn check(html: &str, t: Lang) {
    assert!(html.starts_with("<!doctype html>"), "{html}");
    assert!(html.contains(&format!("<html lang=\"{t}\">")));
    assert!(html.len() < 60_000, "{} bytes", html.len());
    for forbidden in
        ["<style", " style=", " onclick=", " onload=", "javascript:", "<b>", "<script>", "placeholder="]
    {
        assert!(!html.contains(forbidden), "{forbidden} in {html}");
    }
    assert!(!html.contains("{{") && !html.contains("{%"), "{html}");
    assert!(html.contains(t.secrecy_statement()));
    let other = t.other();
    for foreign in [other.log_out(), other.skip_to_content(), other.secrecy_statement(), other.progress()] {
        assert!(!html.contains(&format!(">{foreign}<")), "{foreign} on a page in {t}");
    }
    assert_eq!(html.matches("<h1").count(), 1);
    assert_eq!(html.matches("<main").count(), 1);
    check_labels(html);
    check_ids(html);
}

/// Every control that a person fills in has a label of its own or a name for assistive technology.
fn check_labels(html: &str) {
    for tag in
        html.split('<').filter(|tag| ["input ", "textarea ", "select "].iter().any(|t| tag.starts_with(t)))
    {
        let tag = tag.split('>').next().unwrap();
        if tag.contains("type=\"hidden\"") {
            continue;
        }
        let id = attribute(tag, "id").unwrap_or_else(|| panic!("no id: {tag}"));
        assert!(html.contains(&format!("for=\"{id}\"")), "no label for {id}");
        for described in attribute(tag, "aria-describedby").unwrap_or_default().split_whitespace() {
            assert!(html.contains(&format!("id=\"{described}\"")), "{described} is not on the page");
        }
    }
}

/// Ids are unique, and what a label or a link within the page points to exists.
fn check_ids(html: &str) {
    let mut ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    ids.sort_unstable();
    for pair in ids.windows(2) {
        assert_ne!(pair[0], pair[1], "an id twice");
    }
    for target in html.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(ids.binary_search(&target).is_ok(), "#{target} leads nowhere");
    }
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split(&format!("{name}=\"")).nth(1)?.split('"').next()
}
