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
typed_id!(/// An adopted plan.
    PlanId);
typed_id!(/// A text that was read and is being corrected.
    PlanSourceId);
typed_id!(/// Something found in a plan's text.
    FindingId);
typed_id!(/// A target of an adopted plan.
    TargetId);
typed_id!(/// A task of an adopted plan; not a step of a process and not assigned work.
    PlanTaskId);
typed_id!(/// Work that somebody assigned to an agency.
    AssignmentId);
typed_id!(/// A reporting round of a plan.
    RoundId);
typed_id!(/// A value of an indicator that somebody reported.
    ReportedValueId);
