//! How an export is written: which format, under which name.

use dondoc_shared::text::Lang;
use dondoc_workbook::figures;

use super::{csv::csv, export::Export, sdmx::sdmx};
use crate::slices::reports::workbook::api::XLSX;
use dondoc_kernel::error::{Error, Result};

/// How the file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize, utoipa::ToSchema, clap::ValueEnum)]
pub enum Format {
    /// A table in our own words (RFC 4180, UTF-8 with BOM).
    #[serde(rename = "csv")]
    Csv,
    /// SDMX-CSV 2.0: a row is an observation.
    #[serde(rename = "sdmx-csv")]
    SdmxCsv,
    /// A workbook, in the reader's language.
    #[serde(rename = "xlsx")]
    Xlsx,
}

impl Format {
    /// Its type on the wire.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::SdmxCsv => "application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8",
            Self::Xlsx => XLSX,
        }
    }
}

impl Export {
    /// The name of the file, and what is in it.
    pub fn file(&self, format: Format, lang: Lang) -> Result<(String, Vec<u8>)> {
        let period = &self.period;
        let ending = match format {
            Format::Csv => "csv",
            Format::SdmxCsv => "sdmx.csv",
            Format::Xlsx => "xlsx",
        };
        let name = format!("dondoc-{}-{}-{}.{ending}", period.regime, period.code, self.group);
        let content = match format {
            Format::Csv => csv(self).into_bytes(),
            Format::SdmxCsv => sdmx(self).map_err(|error| Error::Internal(error.into()))?,
            Format::Xlsx => figures::write(&figures::Figures {
                lang,
                period,
                over: format!("{} · {}", self.name_in(lang), self.basis.name(lang)),
                basis: self.basis,
                figures: &self.made,
                made_on: self.today,
            })
            .map_err(|error| Error::Internal(error.into()))?,
        };
        Ok((name, content))
    }

    fn name_in(&self, lang: Lang) -> &str {
        let [vi, en] = &self.name;
        lang.pick(vi, en)
    }
}
