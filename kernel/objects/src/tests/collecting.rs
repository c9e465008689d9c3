use crate::{Digest, GRACE_SECONDS, ObjectError, Objects};
use base::Timestamp;
use std::cell::RefCell;

const NOW: Timestamp = Timestamp::from_micros(1_795_000_000_000_000);

fn store() -> (tempfile::TempDir, Objects) {
    let dir = tempfile::tempdir().unwrap();
    let objects = Objects::open(dir.path()).unwrap();
    (dir, objects)
}

/// Stores `bytes` as if `seconds` before [`NOW`].
fn stored_before(objects: &Objects, bytes: &[u8], seconds: i64) -> Digest {
    let digest = objects.put_bytes(bytes).unwrap();
    objects.retain(&digest, NOW.plus_seconds(-seconds)).unwrap();
    digest
}

#[test]
fn only_old_and_unreferenced_objects_are_collected() {
    let (_dir, objects) = store();
    let old = stored_before(&objects, b"old", GRACE_SECONDS + 1);
    let young = stored_before(&objects, b"young", GRACE_SECONDS - 1);
    let used = stored_before(&objects, b"used", GRACE_SECONDS * 50);
    let done = objects.collect::<ObjectError>(NOW, |sha256| Ok(sha256 == used.sha256)).unwrap();
    assert_eq!((done.objects, done.bytes, done.kept), (1, 3, 2));
    assert!(!objects.contains(old) && objects.contains(young) && objects.contains(used));
}

#[test]
fn content_stored_again_while_the_collection_asks_stays() {
    let (_dir, objects) = store();
    let old = stored_before(&objects, b"again", GRACE_SECONDS + 1);
    let done = objects.collect::<ObjectError>(NOW, |_| {
        objects.retain(&old, NOW)?;
        Ok(false)
    });
    assert_eq!(done.unwrap().objects, 0);
    assert!(objects.contains(old));
}

#[test]
fn young_objects_are_not_asked_about() {
    let (_dir, objects) = store();
    stored_before(&objects, b"young", 60);
    let asked = RefCell::new(0);
    let done = objects.collect::<ObjectError>(NOW, |_| {
        *asked.borrow_mut() += 1;
        Ok(false)
    });
    assert_eq!((done.unwrap().kept, asked.into_inner()), (1, 0));
}

#[test]
fn a_predicate_that_cannot_answer_ends_the_collection_and_keeps_everything() {
    let (_dir, objects) = store();
    let old = stored_before(&objects, b"old", GRACE_SECONDS + 1);
    assert!(objects.collect(NOW, |_| Err(ObjectError::Damaged)).is_err());
    assert!(objects.contains(old));
}

#[test]
fn remains_of_interrupted_uploads_go_after_a_day() {
    let (dir, objects) = store();
    let mut writer = objects.writer().unwrap();
    writer.write(b"half").unwrap();
    std::mem::forget(writer);
    let modified = dir.path().join("tmp").read_dir().unwrap().next().unwrap().unwrap();
    let modified = modified.metadata().unwrap().modified().unwrap();
    let micros = modified.duration_since(std::time::UNIX_EPOCH).unwrap().as_micros();
    let made = Timestamp::from_micros(i64::try_from(micros).unwrap());
    let collect = |now| objects.collect::<ObjectError>(now, |_| Ok(true)).unwrap().remains;
    assert_eq!(collect(made.plus_seconds(24 * 3600 - 1)), 0);
    assert_eq!(collect(made.plus_seconds(24 * 3600 + 1)), 1);
}
