//! Why an identifier is refused.
use crate::refusal::{Refusal, RefusalKind};

macro_rules! identifier_errors {
    ($($(#[$meta:meta])* $name:ident => $code:literal, $text:literal;)+) => {
        /// What is wrong with an identifier, a day or an amount.  Carries no part of the value.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
        pub enum IdentifierError {
            $($(#[$meta])* #[error($text)] $name,)+
        }
        impl IdentifierError {
            /// Every refusal, so that a test can ask for a sentence of each.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];
        }
        impl Refusal for IdentifierError {
            fn code(&self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }
            fn kind(&self) -> RefusalKind {
                RefusalKind::Invalid
            }
        }
    };
}

identifier_errors! {
    Empty => "base.empty", "nothing was given";
    PersonalNumberCharacters => "base.personal_number_characters", "a personal number has digits only";
    PersonalNumberLength => "base.personal_number_length", "a personal number has 12 digits, an old card's 9";
    /// The first three digits are no place of birth registration.
    PersonalNumberPlace => "base.personal_number_place", "no such place of birth registration";
    PersonalNumberFutureYear => "base.personal_number_future_year", "the year of birth has not come yet";
    TaxCodeCharacters => "base.tax_code_characters", "a tax code has digits only";
    TaxCodeLength => "base.tax_code_length", "a tax code has 10, 13 or 12 digits";
    TaxCodeCheckDigit => "base.tax_code_check_digit", "the check digit of the tax code does not agree";
    TaxCodeBranch => "base.tax_code_branch", "branches count from 001";
    PhoneCharacters => "base.phone_characters", "a phone number has digits only";
    PhoneLength => "base.phone_length", "the phone number has too few or too many digits";
    PhonePrefix => "base.phone_prefix", "no Vietnamese phone number begins so";
    AgencyCodeInvalid => "base.agency_code_invalid", "not an agency code of Decision 20/2020";
    ProcedureCodeInvalid => "base.procedure_code_invalid", "not a procedure code";
    ResultCodeInvalid => "base.result_code_invalid", "not a result code";
    DossierCodeInvalid => "base.dossier_code_invalid", "not a dossier code";
    DossierCodeDate => "base.dossier_code_date", "the day inside the dossier code does not exist";
    DossierCodeSequence => "base.dossier_code_sequence", "the sequence of a dossier code has at least 4 digits";
    CardScanInvalid => "base.card_scan_invalid", "not the code of an identity card";
    DateInvalid => "base.date_invalid", "no such day";
    AmountInvalid => "base.amount_invalid", "not an amount of money";
}
