//! One newtype per thing, so that one thing's id cannot stand for another's.
use base::typed_id;

typed_id!(/// A person's or machine's account.
    AccountId);
typed_id!(/// A person or organisation known to the province.
    PartyId);
typed_id!(/// An administrative unit (country, province, former district, commune) of any era.
    UnitId);
typed_id!(/// An agency: an office that receives, resolves or answers.
    AgencyId);
typed_id!(/// A position in an agency.
    PositionId);
typed_id!(/// One account holding one position for a period.
    HoldingId);
typed_id!(/// A version of an administrative procedure.
    ProcedureId);
typed_id!(/// A dossier.
    DossierId);
typed_id!(/// An unfiled draft.
    DraftId);
typed_id!(/// A step waiting for somebody.
    TaskId);
typed_id!(/// A running process of one dossier.
    ProcessId);
typed_id!(/// A stored file's record (the bytes are found by digest).
    FileId);
typed_id!(/// A component attached to a dossier.
    ComponentId);
typed_id!(/// A session.
    SessionId);
