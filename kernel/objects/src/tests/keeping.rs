use crate::{Digest, ObjectError, Objects};
use base::{Refusal, RefusalKind};
use std::fs;
use std::io::{Read, Write};

fn store() -> (tempfile::TempDir, Objects) {
    let dir = tempfile::tempdir().unwrap();
    let objects = Objects::open(dir.path().join("files")).unwrap();
    (dir, objects)
}

fn files_in(dir: &std::path::Path) -> usize {
    fs::read_dir(dir).map(Iterator::count).unwrap_or(0)
}

#[test]
fn the_digest_is_the_published_sha_256() {
    let (_dir, objects) = store();
    let digest = objects.put_bytes(b"abc").unwrap();
    assert_eq!(digest.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_eq!(digest.size, 3);
    assert_eq!(digest, Digest::of(b"abc"));
}

#[test]
fn originals_come_back_byte_for_byte() {
    let (_dir, objects) = store();
    let bytes: Vec<u8> = (0..300_000u32).flat_map(u32::to_le_bytes).collect();
    let digest = objects.put_stream(bytes.as_slice(), None).unwrap();
    let mut back = Vec::new();
    objects.file(&digest).unwrap().read_to_end(&mut back).unwrap();
    assert_eq!(back, bytes);
    assert_eq!(objects.verify(&digest).unwrap(), digest);
}

#[test]
fn an_empty_file_is_an_object_too() {
    let (_dir, objects) = store();
    assert_eq!(objects.bytes(objects.put_bytes(b"").unwrap()).unwrap(), b"");
}

#[test]
fn more_than_the_limit_is_refused_at_once_and_leaves_nothing() {
    let (dir, objects) = store();
    let mut writer = objects.writer().unwrap().limit(4);
    writer.write(b"1234").unwrap();
    let refused = writer.write(b"5").unwrap_err();
    assert!(matches!(refused, ObjectError::TooLarge { limit: 4 }));
    assert_eq!(refused.kind(), RefusalKind::TooLarge);
    drop(writer);
    assert_eq!(files_in(&dir.path().join("files/tmp")), 0);
    assert!(objects.put_stream(&[0u8; 5][..], Some(4)).is_err());
    assert!(objects.put_stream(&[0u8; 4][..], Some(4)).is_ok());
}

#[test]
fn until_it_is_finished_an_object_has_no_name() {
    let (dir, objects) = store();
    let mut writer = objects.writer().unwrap();
    writer.write(b"half").unwrap();
    assert!(!objects.contains(Digest::of(b"half")));
    // Killed here: the process ends without running destructors.
    std::mem::forget(writer);
    let again = Objects::open(dir.path().join("files")).unwrap();
    assert!(!again.contains(Digest::of(b"half")));
    assert_eq!(files_in(&dir.path().join("files/tmp")), 1);
    let digest = again.put_bytes(b"half").unwrap();
    assert!(again.verify(digest).is_ok());
}

#[test]
fn twenty_threads_storing_the_same_content_make_one_whole_object() {
    let (dir, objects) = store();
    let bytes = vec![7u8; 200_000];
    std::thread::scope(|scope| {
        for _ in 0..20 {
            scope.spawn(|| objects.put_stream(bytes.as_slice(), None).unwrap());
        }
    });
    let digest = Digest::of(&bytes);
    assert_eq!(objects.verify(&digest).unwrap(), digest);
    assert_eq!(files_in(&dir.path().join("files").join(digest.sha256.split_at(2).0)), 1);
    assert_eq!(files_in(&dir.path().join("files/tmp")), 0);
}

#[test]
fn bytes_that_changed_on_disk_are_reported_as_damaged() {
    let (dir, objects) = store();
    let digest = objects.put_bytes(b"giay to").unwrap();
    let path = dir.path().join("files").join(digest.sha256.split_at(2).0).join(&digest.sha256);
    fs::write(path, b"giay ta").unwrap();
    assert!(matches!(objects.verify(&digest), Err(ObjectError::Damaged)));
}

#[test]
fn a_text_that_is_not_a_digest_never_becomes_a_path() {
    let (_dir, objects) = store();
    let upper = Digest::of(b"x").sha256.to_uppercase();
    for text in ["", "..", "../../etc/passwd", "ab/../../secret", upper.as_str(), "é".repeat(32).as_str()] {
        assert!(matches!(objects.file(text), Err(ObjectError::Missing)), "{text}");
    }
}

#[test]
fn a_full_disk_is_unavailable_and_not_a_defect() {
    // /dev/full answers every write with ENOSPC (Linux, full(4)).
    let error = fs::OpenOptions::new().write(true).open("/dev/full").unwrap().write_all(b"x").unwrap_err();
    let refused = ObjectError::from(error);
    assert!(matches!(refused, ObjectError::DiskFull));
    assert_eq!((refused.code(), refused.kind().status()), ("objects.disk_full", 503));
}

#[test]
fn every_refusal_has_its_sentence() {
    let sentences = crate::LOCALES[0].1;
    let files = [
        ObjectError::DiskFull,
        ObjectError::TooLarge { limit: 1 },
        ObjectError::Missing,
        ObjectError::Damaged,
        ObjectError::Io(std::io::Error::other("x")),
    ];
    let codes = files.iter().map(Refusal::code).chain(crate::ZipRefusal::ALL.iter().map(Refusal::code));
    for code in codes {
        let key = format!("refusal-{} = ", code.replace(['.', '_'], "-"));
        assert!(sentences.lines().any(|line| line.starts_with(&key)), "{key}");
    }
}
