//! What the words of a filter find.

use dondoc_shared::role::Role;
use dondoc_tests::{
    server::{Server, answer},
    world::{Scene, World},
};
use reqwest::Method;

#[tokio::test(flavor = "multi_thread")]
async fn words_find_tasks_by_their_title_and_bodies_by_their_name_without_accents() -> anyhow::Result<()> {
    let world = World::new().await?;
    let reader = world.person("national", Role::NationalOfficer).await?;
    let rename = "update dondoc.tenants set name_vi = 'Tỉnh Lào Cai', name_en = 'Lao Cai province' where slug = 'lao-cai'";
    world.run(rename, &[]).await?;
    for (code, folded) in
        [("T24-08", "ke hoach cai cach"), ("T24-09", "bao cao ve lao cai"), ("T24-10", "cai cach o lao")]
    {
        let task = world.task(code).await?;
        world.run("update dondoc.tasks set folded = $2 where id = $1", &[&task, &folded]).await?;
        for slug in ["ha-noi", "lao-cai"] {
            world.assignment(slug, task, &Scene::due(Some(world.day(3)))).await?;
        }
    }
    let server = Server::of(&world)?;
    let found = async |words: &str| {
        let request = server.api(Method::GET, "/assignments", Some(&reader)).query(&[("filter", words)]);
        let (_, page) = answer(request).await?;
        let rows = page["items"].as_array().cloned().unwrap_or_default();
        let mut codes: Vec<String> =
            rows.iter().map(|row| row["code"].as_str().unwrap_or_default().to_owned()).collect();
        codes.sort_unstable();
        anyhow::ensure!(page["total"] == codes.len(), "{words}: {page}");
        Ok(codes)
    };
    let all_of_lao_cai_and_what_names_it =
        ["T24-08/lao-cai", "T24-09/ha-noi", "T24-09/lao-cai", "T24-10/lao-cai"];
    assert_eq!(found("lào cai").await?, all_of_lao_cai_and_what_names_it);
    assert_eq!(found("lao cai").await?, all_of_lao_cai_and_what_names_it);
    assert_eq!(found("cai cach").await?.len(), 4, "two tasks of two bodies");
    assert_eq!(
        found("o cach").await?,
        ["T24-08/ha-noi", "T24-08/lao-cai", "T24-10/ha-noi", "T24-10/lao-cai"]
    );
    Ok(())
}
