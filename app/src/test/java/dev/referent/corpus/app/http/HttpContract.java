package dev.referent.corpus.app.http;

/** All that the server must answer over HTTP. What is about HTTP alone is the same with every adapter and on every engine. */
public interface HttpContract
        extends StorageContract,
                RequestContract,
                BodyContract,
                UploadContract,
                HostileInputContract,
                OriginContract,
                StopContract,
                FrontContract {}
