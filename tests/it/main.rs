//! All tests that need more than one crate, in one binary: it links once. `tests/README.md` says which guarantee each file
//! keeps and which planted bug has turned it red.

// Who may do what, and what a request may hold
mod access_matrix; // every operation and every caller, in one snapshot
mod admission; // nobody takes the service away from the others
mod api_examples; // the calls of server/docs/api.md, as they stand
mod compression; // what is short on the wire, and what must not be
mod filters; // any filter against its rows one by one
mod input; // whatever is wrong with a request is refused and leaves nothing
mod panics; // a panic is answered like any other failure
mod search; // the words of a filter
mod sessions; // log-in, guessing, refresh, links
mod slow_bodies; // a body that dawdles, and one that nobody wants
mod stream; // the event stream
mod unread; // what header and address alone decide

// The work
mod checks; // what stands out of a body's figures, why it is right, and what is thought of that
mod corrections; // what was filed is corrected, or was nothing at all
mod entry_hours; // the last moment of a day in the zone of the body
mod figures; // what bodies report, added up by difference
mod filing; // rates of filing, what a body filed, a return with a later date
mod late_figures; // what a report that was missed brings
mod lifecycle; // from receipt to acceptance, and the ways back
mod overview_figures; // every figure recounted from the trail
mod portal; // the portal without JavaScript
mod portal_browser; // what only a real browser shows
mod reminders_of_others; // reminders owed by copies
mod stand_ins; // one person acts for another
mod standings; // what one tenant knows of another
mod tally_storm; // many acts at once, and the counts of them
mod workbooks; // the form of a report as a file, and files that mean no good

// Following up
mod calendar; // working days and send windows, version by version
mod console_queues; // the first page's queues, previews, second signatures
mod decision_plans; // the same decision on many, one by one
mod handling; // claims, snoozes, notes and readers of the Working Group
mod ladder; // escalation in time
mod matrix; // a directive as bodies by tasks
mod policies; // versions, drafts, explanations
mod queue_rows; // what each queue says of its rows
mod reach; // a backlog that is longer than one search
mod rechecks; // a sample of what was accepted, looked at again
mod reminders; // each owed item once, one digest a person and day
mod stale; // what is on track and not heard of
mod tenant_page; // one body as the Working Group sees it
mod turns; // work that passes is told
mod turns_browser; // whose turn it is, as four people see it
mod urge_plans;
mod urges; // one number, one letter, one answer
mod views; // filters with a name
mod weekly; // the weekly report
mod year; // four hundred days beside an oracle

// Mail
mod delivery; // what the Working Group sees and does
mod errands; // work of the outbox that is no mail
mod mail; // what a mail says, byte by byte
mod mail_of_acts; // what an act sends, unless it is moot by then
mod order; // lists in another order than that of urgency
mod outbox; // no fault loses a message or sends it by two
mod postfix; // a real mail transfer agent
mod relay; // whatever a relay answers
mod report_year; // a year of monthly reports: reminders, and what is missed
mod suspensions; // mail that comes back
mod tls; // STARTTLS or nothing

// The database
mod catalogue_lint; // row-level security: each planted fault is found
mod faults; // the database goes away in the middle
mod house; // floors, circles, tables and SQL of the source
mod housekeeping; // what is deleted, and what is not
mod import; // the real data, counted, repeated, refused
mod methods;
mod migrations; // up, down and up again
mod query_plans; // what a request costs PostgreSQL
mod tenant_left_behind; // a connection that still carries a tenant

// Programs as people run them
mod command_line; // dondoc-server's commands
mod console; // the console in a terminal
mod console_evidence; // evidence beside the work, copied and opened; the next of a queue
mod console_reports; // reports at the console, accepted where their figures stand
mod console_safety; // forty urged at once while the list, the line and the terminal fail
mod console_shell; // the console and the shell that it was called from
mod console_verbs; // the console's verbs, on a session that is kept
mod demo; // `cargo demo`
mod demo_history; // the demo's simulated past
mod harness; // the harness itself
mod story; // the main job end to end
mod torture; // processes killed with -9
