//! The small province of the fixture stands.
use super::fixture::World;

#[tokio::test]
async fn the_small_province_has_centres_and_pages() {
    let world = World::new().await;
    assert_eq!(world.agency("c1", "commune_centre").await.code, "H41.77.01");
    let site = world.site();
    assert_eq!(site.get("/khong-co").await.status, 404);
}
