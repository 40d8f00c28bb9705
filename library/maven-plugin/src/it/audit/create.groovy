dev.referent.maven.BrokenDatabase.create(new File(basedir, "app.db").toPath())
