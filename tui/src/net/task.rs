//! The thread that owns the way to the server, and what each request becomes there.

use std::{sync::Arc, thread};

use dondoc_shared::{
    id::{AssignmentId, EvidenceId},
    text::Lang,
    wire::{
        Count, Page, Written,
        assignment::{AssignmentDetail, AssignmentRow, DecisionReaders, Preview, Queue},
        contact::Contacts,
        correction::CorrectionDecided,
        decision::DecisionPlan,
        handling::{Claimed, NewPresence, Note, Others, Snoozed},
        mail::MailActed,
        matrix::{DirectiveMatrix, Directives},
        national::{Overview, TenantPage, ToBeAssigned},
        policy::{Draft, Policies, Run, Simulation},
        session::Me,
        standing::Blocks,
        urge::{UrgeRow, UrgeStatistics, plan::UrgePlan},
        view::Views,
    },
};
use reqwest::{Method, RequestBuilder, header};
use tokio::{
    runtime::Builder,
    sync::{Notify, mpsc},
    task::JoinHandle,
};
use uuid::Uuid;

use super::{
    auth::Auth,
    calendar, deciding,
    device::Device,
    events,
    failure::{Failure, signed_out},
    figures, filings,
    get::get,
    head::head,
    http::{self, Server},
    mail,
    presence::{self, Presence},
    rechecks, settings, urging,
    urging::UrgingAnswer,
    views,
    wire::{Answer, Call, Deed, Order, REPLIES, REQUESTS, Reply, Request, Wire},
};

/// Starts the thread. It ends when the screen lets go of its channels.
///
/// # Errors
/// The thread or its runtime cannot be made.
pub fn start(server: Server, device: Device) -> std::io::Result<Wire> {
    let (requests, incoming) = mpsc::channel(REQUESTS);
    let (outgoing, replies) = mpsc::channel(REPLIES);
    let runtime = Builder::new_multi_thread().worker_threads(2).thread_name("net").enable_all().build()?;
    thread::Builder::new().name("net".to_owned()).spawn(move || {
        runtime.block_on(serve(Auth::new(server, device), incoming, outgoing));
        runtime.shutdown_background();
    })?;
    Ok(Wire { requests, replies })
}

async fn serve(auth: Auth, mut requests: mpsc::Receiver<Request>, replies: mpsc::Sender<Reply>) {
    let hurry = Arc::new(Notify::new());
    let mut stream: Option<JoinHandle<()>> = None;
    let mut presence = Presence::default();
    while let Some(request) = requests.recv().await {
        match request.call {
            Call::RetryNow => hurry.notify_one(),
            Call::LogOut => {
                if let Some(stream) = stream.take() {
                    stream.abort();
                }
                presence.end(|call| answered(auth.clone(), call, request.lang)).await;
                let _ = auth.log_out(request.lang).await;
            }
            call @ (Call::LogIn(_) | Call::BeginByBrowser(_)) => {
                if let Some(stream) = stream.take() {
                    stream.abort();
                }
                let answer = begin(&auth, call, request.lang).await;
                let signed_in = answer.is_ok();
                // Before the stream begins: its news are about somebody who is signed in.
                let _ = replies.send(Reply::Answer(request.ticket, answer)).await;
                if signed_in {
                    let (auth, replies, hurry) = (auth.clone(), replies.clone(), Arc::clone(&hurry));
                    let lang = request.lang;
                    stream =
                        Some(tokio::spawn(async move { events::keep(auth, lang, replies, &hurry).await }));
                }
            }
            call => {
                let (auth, replies) = (auth.clone(), replies.clone());
                let told = presence::told(&call);
                let task = tokio::spawn(async move {
                    let answer = answered(auth, call, request.lang).await;
                    if matches!(answer, Err(Failure::SessionOver)) {
                        let _ = replies.send(Reply::SessionOver).await;
                    }
                    let _ = replies.send(Reply::Answer(request.ticket, answer)).await;
                });
                if let Some(told) = told {
                    presence.follow(told, task);
                }
            }
        }
    }
}

/// Whether a question may change something, so that without an answer it is not known whether it did.
pub(super) fn writes(call: &Call) -> bool {
    matches!(call, Call::Write { .. } | Call::Order { .. })
}

/// The answer to any question but those that the loop itself serves.
pub(super) async fn answered(auth: Auth, call: Call, lang: Lang) -> Result<Answer, Failure> {
    let writes = writes(&call);
    // A task of its own, so that a panic becomes an answer like any other failure.
    let answer = tokio::spawn(async move { answer(&auth, call, lang).await }).await;
    let answer = answer.unwrap_or(Err(Failure::Internal));
    if writes { answer.map_err(Failure::of_write) } else { answer }
}

/// Begins a session, by what `call` shows.
async fn begin(auth: &Auth, call: Call, lang: Lang) -> Result<Answer, Failure> {
    match call {
        Call::LogIn(shown) => auth.log_in(shown, lang).await?,
        Call::BeginByBrowser(secret) => auth.begin_by_browser(&secret, lang).await?,
        _ => return Err(Failure::Internal),
    }
    me(auth, lang).await.map(Answer::SignedIn)
}

/// Who is signed in.
pub(super) async fn me(auth: &Auth, lang: Lang) -> Result<Me, Failure> {
    get(auth, auth.request(Method::GET, &["me"], lang), lang).await
}

/// Asks for a page of a list of assignments.
fn page(
    request: RequestBuilder,
    (filter, with): (String, Option<Queue>),
    cursor: Option<String>,
    limit: u16,
) -> RequestBuilder {
    let filter = Some(filter).filter(|filter| !filter.is_empty());
    request
        .query(&[("limit", limit)])
        .query(&[("filter", filter), ("cursor", cursor)])
        .query(&[("with", with)])
}

async fn answer(auth: &Auth, call: Call, lang: Lang) -> Result<Answer, Failure> {
    let read = |parts: &[&str]| auth.request(Method::GET, parts, lang);
    match call {
        Call::Overview => get::<Box<Overview>>(auth, read(&["overview"]), lang).await.map(Answer::Overview),
        Call::Tenant(slug) => {
            get::<Box<TenantPage>>(auth, read(&["tenants", &slug]), lang).await.map(Answer::Tenant)
        }
        Call::Views => get::<Views>(auth, read(&["views"]), lang).await.map(Answer::Views),
        Call::Page { filter, with, cursor, limit } => {
            let request = page(read(&["assignments"]), (filter, with), cursor, limit);
            get::<Page<AssignmentRow>>(auth, request, lang).await.map(Answer::Page)
        }
        Call::Count(filter) => {
            let request = read(&["assignments", "count"]).query(&[("filter", filter)]);
            get::<Count>(auth, request, lang).await.map(Answer::Count)
        }
        Call::Item(id) => {
            let request = read(&["assignments", &id.to_string()]);
            get::<Box<AssignmentDetail>>(auth, request, lang).await.map(Answer::Item)
        }
        Call::Evidence(id, evidence) => file(auth, piece(auth, id, evidence, lang), lang).await,
        Call::EvidenceHead(id, evidence) => kind_of(auth, piece(auth, id, evidence, lang), lang).await,
        Call::Run { on, tenant } => {
            let request = read(&["reminders", "preview"]).timeout(http::LONG);
            let request = request.query(&[("on", on.map(|on| on.to_string()))]).query(&[("tenant", tenant)]);
            get::<Box<Run>>(auth, request, lang).await.map(Answer::Run)
        }
        Call::ToBeAssigned => get::<ToBeAssigned>(auth, read(&["tasks", "to-be-assigned"]), lang)
            .await
            .map(Answer::ToBeAssigned),
        Call::Blocks => get::<Box<Blocks>>(auth, read(&["blocks"]), lang).await.map(Answer::Blocks),
        Call::Rechecks(month) => rechecks::read(auth, month, lang).await.map(Answer::Recheck),
        Call::Directives => {
            get::<Directives>(auth, read(&["directives"]), lang).await.map(Answer::Directives)
        }
        Call::Matrix(id) => {
            let request = read(&["directives", &id.to_string(), "matrix"]);
            get::<Box<DirectiveMatrix>>(auth, request, lang).await.map(Answer::Matrix)
        }
        Call::Policies => get::<Policies>(auth, read(&["policies"]), lang).await.map(Answer::Policies),
        Call::Urges { state, tenant, cursor } => {
            let request = read(&["urges"]).query(&[("state", state)]);
            let request = request.query(&[("tenant", tenant), ("cursor", cursor)]);
            get::<Page<UrgeRow>>(auth, request, lang).await.map(Answer::Urges)
        }
        Call::UrgeStatistics { from, to } => {
            let request = read(&["urges", "statistics"]);
            let request = request.query(&[("from", from.to_string()), ("to", to.to_string())]);
            get::<Box<UrgeStatistics>>(auth, request, lang).await.map(Answer::UrgeStatistics)
        }
        Call::Calendar(call) => calendar::answer(auth, call, lang).await.map(Answer::Calendar),
        Call::Contacts => get::<Contacts>(auth, read(&["contacts"]), lang).await.map(Answer::Contacts),
        Call::Mail(call) => mail::answer(auth, call, lang).await.map(Answer::Mail),
        Call::Figures(call) => figures::answer(auth, call, lang).await.map(Answer::Figures),
        Call::Urging(call) => urging::answer(auth, call, lang).await.map(Answer::Urging),
        Call::Deciding(call) => deciding::answer(auth, call, lang).await.map(Answer::Deciding),
        Call::Filings(call) => filings::answer(auth, call, lang).await.map(Answer::Filings),
        Call::FiguresTable(scope) => figures::table(auth, scope, lang).await.map(Answer::Table),
        Call::Simulate(draft) => simulate(auth, &draft, lang).await.map(Answer::Simulation),
        Call::SimulationTable(draft) => simulation_table(auth, &draft, lang).await.map(Answer::Table),
        Call::Order { key, order } => carried_out(auth, key, &order, lang).await,
        Call::Preview(id, step) => {
            let parts = ["assignments", &id.to_string(), "escalation", "preview"];
            let request = http::json(auth.request(Method::POST, &parts, lang), &step);
            get::<Box<Preview>>(auth, request, lang).await.map(Answer::Preview)
        }
        Call::Readers { id, on_extension } => {
            let request = read(&["assignments", &id.to_string(), "decision-readers"]);
            let request = request.query(&[("on_extension", on_extension)]);
            get::<DecisionReaders>(auth, request, lang).await.map(Answer::Readers)
        }
        Call::Write { id, version, key, deed } => {
            let request = write(auth, id, version, key, &deed, lang);
            get::<Written>(auth, request, lang).await.map(Answer::Written)
        }
        Call::AskByBrowser => auth.ask_by_browser(lang).await.map(Answer::ByBrowser),
        // Served by the loop itself.
        Call::LogIn(_) | Call::BeginByBrowser(_) | Call::LogOut | Call::RetryNow => Err(Failure::Internal),
    }
}

async fn simulate(auth: &Auth, draft: &Draft, lang: Lang) -> Result<Box<Simulation>, Failure> {
    let request = auth.request(Method::POST, &["policies", "simulation"], lang).timeout(http::LONG);
    get(auth, http::json(request, draft), lang).await
}

/// What asks for a piece of evidence.
fn piece(auth: &Auth, id: AssignmentId, evidence: EvidenceId, lang: Lang) -> RequestBuilder {
    auth.request(Method::GET, &["assignments", &id.to_string(), "evidence", &evidence.to_string()], lang)
}

async fn file(auth: &Auth, piece: RequestBuilder, lang: Lang) -> Result<Answer, Failure> {
    let response = auth.send(piece.timeout(http::LONG), lang).await?;
    http::bytes(response).await.map_err(signed_out).map(Answer::File)
}

/// What a piece is, by its first bytes.
async fn kind_of(auth: &Auth, piece: RequestBuilder, lang: Lang) -> Result<Answer, Failure> {
    let response = auth.send(piece, lang).await?;
    head(response).await.map_err(signed_out).map(Answer::Head)
}

/// What a draft would do, as the server writes it for a spreadsheet.
async fn simulation_table(auth: &Auth, draft: &Draft, lang: Lang) -> Result<String, Failure> {
    let request = auth.request(Method::POST, &["policies", "simulation.csv"], lang).timeout(http::LONG);
    let response = auth.send(http::json(request, draft), lang).await?;
    http::text(response).await.map_err(signed_out)
}

/// An act on something else than an assignment, and what the server says of it.
async fn carried_out(auth: &Auth, key: Uuid, order: &Order, lang: Lang) -> Result<Answer, Failure> {
    if let Order::View(order) = order {
        return views::carried_out(auth, key, order, lang).await.map(Answer::View);
    }
    if let Order::Setting(order) = order {
        return settings::carried_out(auth, key, order, lang).await.map(Answer::Setting);
    }
    if let Order::Recheck(order) = order {
        return rechecks::carried_out(auth, key, order, lang).await.map(Answer::Recheck);
    }
    let request = command(auth, key, order, lang);
    match order {
        Order::MakePolicy(_) | Order::WithdrawPolicy(_) | Order::Judge { .. } => {
            get::<Written>(auth, request, lang).await.map(Answer::Written)
        }
        Order::IssuePlan(..) | Order::RecallPlan(_) => {
            let plan = get::<Box<UrgePlan>>(auth, request.timeout(http::LONG), lang).await;
            plan.map(|plan| Answer::Urging(UrgingAnswer::Plan(plan)))
        }
        Order::CarryOut(..) => {
            get::<Box<DecisionPlan>>(auth, request.timeout(http::LONG), lang).await.map(Answer::Deciding)
        }
        Order::DecideCorrection { .. } => {
            get::<CorrectionDecided>(auth, request, lang).await.map(Answer::Decided)
        }
        Order::Claim(_) | Order::Release(_) => get::<Claimed>(auth, request, lang).await.map(Answer::Claimed),
        Order::Snooze(_) | Order::EndSnoozes(_) => {
            get::<Snoozed>(auth, request, lang).await.map(Answer::Snoozed)
        }
        Order::BePresent { .. } => get::<Others>(auth, request, lang).await.map(Answer::Present),
        Order::AddNote(..) => get::<Note>(auth, request, lang).await.map(Answer::Noted),
        _ => get::<MailActed>(auth, request, lang).await.map(Answer::Acted),
    }
}

fn command(auth: &Auth, key: Uuid, order: &Order, lang: Lang) -> RequestBuilder {
    let request =
        |parts: &[&str]| auth.request(Method::POST, parts, lang).header("Idempotency-Key", key.to_string());
    match order {
        Order::MakePolicy(body) => http::json(request(&["policies"]), body),
        Order::WithdrawPolicy(id) => request(&["policies", &id.to_string(), "withdraw"]),
        Order::CancelMail(id, body) => {
            http::json(request(&["mail", "messages", &id.to_string(), "cancel"]), body)
        }
        Order::ResendMail(id) => request(&["mail", "messages", &id.to_string(), "resend"]),
        Order::HoldMail(body) => http::json(request(&["mail", "holds"]), body),
        Order::LiftHold(id) => request(&["mail", "holds", &id.to_string(), "lift"]),
        Order::RecallPlan(id) => request(&["urge-plans", &id.to_string(), "withdraw"]),
        Order::IssuePlan(id, body) => http::json(request(&["urge-plans", &id.to_string(), "issue"]), body),
        Order::CarryOut(id, body) => {
            http::json(request(&["decision-plans", &id.to_string(), "carry-out"]), body)
        }
        Order::Claim(body) => http::json(request(&["claims"]), body),
        Order::Release(body) => http::json(request(&["claims", "release"]), body),
        Order::Snooze(body) => http::json(request(&["snoozes"]), body),
        Order::EndSnoozes(body) => http::json(request(&["snoozes", "end"]), body),
        Order::BePresent { id, reading } => {
            let path = ["assignments", &id.to_string(), "presence"];
            http::json(auth.request(Method::PUT, &path, lang), &NewPresence { reading: *reading })
        }
        Order::AddNote(id, body) => http::json(request(&["assignments", &id.to_string(), "notes"]), body),
        Order::DecideCorrection { id, revision, decision } => {
            let (id, revision) = (id.to_string(), revision.to_string());
            http::json(request(&["reports", &id, "corrections", &revision, "decision"]), decision)
        }
        Order::Judge { id, finding, version, judgement } => {
            let request =
                request(&["reports", &id.to_string(), "findings", &finding.to_string(), "judgement"]);
            http::json(request.header(header::IF_MATCH, format!("\"{version}\"")), judgement)
        }
        Order::RestoreAddress(id) => request(&["mail", "suspensions", &id.to_string(), "lift"]),
        // Carried out by themselves.
        Order::View(_) | Order::Setting(_) | Order::Recheck(_) => request(&[]),
    }
}

fn write(auth: &Auth, id: AssignmentId, version: i32, key: Uuid, deed: &Deed, lang: Lang) -> RequestBuilder {
    let request = |act: &str| {
        auth.request(Method::POST, &["assignments", &id.to_string(), act], lang)
            .header(header::IF_MATCH, format!("\"{version}\""))
            .header("Idempotency-Key", key.to_string())
    };
    match deed {
        Deed::Open => http::json(request("open"), &serde_json::json!({})),
        Deed::Accept(body) => http::json(request("accept"), body),
        Deed::Return(body) => http::json(request("return"), body),
        Deed::Reopen(body) => http::json(request("reopen"), body),
        Deed::Extension(body) => http::json(request("extension-decision"), body),
        Deed::Escalation(body) => http::json(request("escalation"), body),
    }
}
