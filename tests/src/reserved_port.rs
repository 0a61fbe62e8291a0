//! A loopback port that stays ours while nothing listens on it, so that a service can go away (connections
//! are refused) and come back at the same address.

use std::future::Future;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};

use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{Mutex, oneshot};
use tokio::task::{JoinHandle, JoinSet};

#[derive(Debug)]
pub(crate) struct ReservedPort {
    address: SocketAddr,
    /// Bound and never listening: the kernel gives the port to nobody else and refuses connections.
    _reserved: TcpSocket,
    open: Mutex<Option<Open>>,
}

#[derive(Debug)]
struct Open {
    close: oneshot::Sender<()>,
    closed: JoinHandle<()>,
}

impl ReservedPort {
    pub fn reserve() -> io::Result<Self> {
        let reserved = socket((Ipv4Addr::LOCALHOST, 0).into())?;
        Ok(Self { address: reserved.local_addr()?, _reserved: reserved, open: Mutex::new(None) })
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves every connection in a task of its own; from the return on, nobody is refused.
    pub async fn open<F, Served>(&self, serve: F) -> io::Result<()>
    where
        F: Fn(TcpStream) -> Served + Send + 'static,
        Served: Future<Output = ()> + Send + 'static,
    {
        let mut open = self.open.lock().await;
        if open.is_none() {
            let listener = socket(self.address)?.listen(1024)?;
            let (close, told) = oneshot::channel();
            *open = Some(Open { close, closed: tokio::spawn(accept(listener, serve, told)) });
        }
        Ok(())
    }

    /// Ends all connections; at the return they are gone and new ones are refused.
    pub async fn close(&self) {
        if let Some(open) = self.open.lock().await.take() {
            let _ = open.close.send(());
            let _ = open.closed.await;
        }
    }
}

async fn accept<F, Served>(listener: TcpListener, serve: F, mut told: oneshot::Receiver<()>)
where
    F: Fn(TcpStream) -> Served,
    Served: Future<Output = ()> + Send + 'static,
{
    let mut sessions = JoinSet::new();
    loop {
        tokio::select! {
            // Also when the port itself was dropped.
            _ = &mut told => break,
            Some(_) = sessions.join_next() => {}
            Ok((stream, _)) = listener.accept() => {
                let _ = stream.set_nodelay(true);
                sessions.spawn(serve(stream));
            }
        }
    }
    drop(listener);
    sessions.shutdown().await;
}

fn socket(address: SocketAddr) -> io::Result<TcpSocket> {
    let socket = TcpSocket::new_v4()?;
    socket.set_reuseaddr(true)?;
    socket.set_reuseport(true)?;
    socket.bind(address)?;
    Ok(socket)
}
