def log = new File(basedir, 'build.log').text
assert log.contains('V2__rebuild.sql:1')
assert log.contains('pragma-in-transaction')
assert new File(basedir, 'target/lint.sarif').text.contains('drop-parent')
assert log.contains('a seeded database: 2 migrations rehearsed on a copy without Referent')
assert log.contains('book_author_id_fkey')
