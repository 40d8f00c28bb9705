package dev.referent.app.http;

/** All that the server must answer over HTTP. */
public interface HttpContract
        extends StatusContract,
                BodyContract,
                UploadContract,
                ListContract,
                ProblemContract,
                OrphanContract,
                ConcurrencyContract,
                HostileInputContract,
                OriginContract,
                StopContract,
                FrontContract {}
