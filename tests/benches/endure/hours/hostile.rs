//! What somebody sends who means harm; what comes back does not matter here.

use std::{net::SocketAddr, time::Duration};

use rand::{RngExt, rngs::StdRng, seq::IndexedRandom};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::{sleep, timeout},
};

use super::operations::Known;

/// No attack takes longer.
const AT_MOST: Duration = Duration::from_secs(20);

/// One attack: slow, oversized, compressed or cut off.
pub async fn strike(server: SocketAddr, token: &str, known: &Known, chance: &mut StdRng) {
    let id = known.assignments.choose(chance).copied().unwrap_or_default();
    let head = |length: usize, more: &str| {
        format!(
            "POST /api/v1/assignments/{id}/progress-reports HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\n{more}\r\n"
        )
    };
    let (bytes, pause) = match chance.random_range(0..4) {
        0 => (head(400, "").into_bytes(), Some(Duration::from_millis(50))),
        1 => ([head(100 << 20, "").into_bytes(), vec![b'['; 1 << 20]].concat(), None),
        2 => ([head(64, "Content-Encoding: gzip\r\n").into_bytes(), vec![0x1f; 64]].concat(), None),
        _ => ([head(400, "").into_bytes(), br#"{"percent": 5"#.to_vec()].concat(), None),
    };
    let attack = async {
        let mut stream = TcpStream::connect(server).await?;
        match pause {
            Some(pause) => {
                for byte in bytes {
                    stream.write_all(&[byte]).await?;
                    sleep(pause).await;
                }
            }
            None => stream.write_all(&bytes).await?,
        }
        stream.read(&mut [0; 1024]).await
    };
    // Whoever is cut off by the server has met what they should.
    drop(timeout(AT_MOST, attack).await);
}
