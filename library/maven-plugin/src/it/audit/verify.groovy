def log = new File(basedir, 'build.log').text
assert log.contains('referent-maven-plugin:' + (log =~ /referent-maven-plugin:(\S+):audit/)[0][1] + ':audit')
assert log.contains('[ERROR] ') && log.contains('book_author_fk')
assert log.contains('app.db: 1 error; the log above has them')
