//! The tables of a simulation.

/// What a simulation is shown by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Pane {
    /// Tenant by tenant.
    #[default]
    Tenants,
    /// Day by day.
    Days,
    /// The people who would get most.
    People,
}

impl Pane {
    /// Every pane, in the order of Tab.
    pub const ALL: [Self; 3] = [Self::Tenants, Self::Days, Self::People];
}
