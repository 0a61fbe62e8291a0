use std::fs;

use dondoc_tests::browser::Browser;
use thirtyfour::By;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const PAGE: &str = "<!doctype html><meta charset=utf-8><title>Đôn đốc</title><h1>Nhiệm vụ quá hạn</h1>\
    <input id=name><button onclick=\"document.querySelector('h1').textContent = 'Chào ' + \
    document.querySelector('#name').value\">Gửi</button>";

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_loaded_typed_into_and_captured_and_no_browser_remains() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await;
            let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close";
            let _ = stream
                .write_all(format!("{head}\r\nContent-Length: {}\r\n\r\n{PAGE}", PAGE.len()).as_bytes())
                .await;
        }
    });

    let browser = Browser::start().await.unwrap();
    browser.goto(&address).await.unwrap();
    assert_eq!(browser.title().await.unwrap(), "Đôn đốc");
    browser.find(By::Id("name")).await.unwrap().send_keys("Hà Nội").await.unwrap();
    browser.find(By::Tag("button")).await.unwrap().click().await.unwrap();
    let greeting = browser.find(By::Tag("h1")).await.unwrap().text().await.unwrap();
    assert_eq!(greeting, "Chào Hà Nội");

    let directory = tempfile::tempdir().unwrap();
    let picture = directory.path().join("story/page.png");
    browser.capture(&picture).await.unwrap();
    assert!(fs::read(&picture).unwrap().starts_with(b"\x89PNG"));

    let profile = browser.profile().to_owned();
    assert!(is_in_use(&profile), "the browser's processes cannot be told by its profile");
    browser.close().await.unwrap();
    assert!(!is_in_use(&profile));
    assert!(!profile.exists());
}

fn is_in_use(profile: &std::path::Path) -> bool {
    let profile = profile.to_string_lossy();
    fs::read_dir("/proc").unwrap().flatten().any(|process| {
        let command = fs::read(process.path().join("cmdline")).unwrap_or_default();
        String::from_utf8_lossy(&command).contains(&*profile)
    })
}
