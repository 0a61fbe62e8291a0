use std::time::{Duration, Instant};

use dondoc_tests::chaos::Chaos;
use dondoc_tests::database::{TestDatabase, connect};
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_secs(20);

#[tokio::test]
async fn a_broken_line_ends_what_is_open_and_refuses_what_comes_until_it_heals() {
    let database = TestDatabase::empty().await.unwrap();
    let line = Chaos::before(&database.admin_url()).await.unwrap();
    let url = line.url(&database.admin_url()).unwrap();
    let client = connect(&url).await.unwrap();
    client.simple_query("select 1").await.unwrap();

    line.break_off().await;
    timeout(PATIENCE, client.simple_query("select 1")).await.unwrap().unwrap_err();
    assert!(client.is_closed());
    let refused = std::net::TcpStream::connect(line.address()).unwrap_err();
    assert_eq!(refused.kind(), std::io::ErrorKind::ConnectionRefused);

    line.restore().await.unwrap();
    connect(&url).await.unwrap().simple_query("select 1").await.unwrap();
    assert_eq!(line.connections(), 2);
}

#[tokio::test]
async fn a_slow_line_delays_and_a_frozen_one_holds_back_without_closing() {
    let database = TestDatabase::empty().await.unwrap();
    let line = Chaos::before(&database.admin_url()).await.unwrap();
    let client = connect(&line.url(&database.admin_url()).unwrap()).await.unwrap();

    line.delay(Duration::from_millis(100));
    let began = Instant::now();
    client.simple_query("select 1").await.unwrap();
    assert!(began.elapsed() >= Duration::from_millis(200), "one delay there and one back");
    line.delay(Duration::ZERO);

    line.freeze();
    let mut answer = Box::pin(client.simple_query("select 1"));
    timeout(Duration::from_millis(200), &mut answer).await.unwrap_err();
    line.thaw();
    timeout(PATIENCE, answer).await.unwrap().unwrap();
}
