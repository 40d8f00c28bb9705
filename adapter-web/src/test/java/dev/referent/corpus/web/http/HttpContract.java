package dev.referent.corpus.web.http;

/** All that the server must answer over HTTP. */
public interface HttpContract
        extends StatusContract,
                ProblemContract,
                OrphanContract,
                ConcurrencyContract,
                ValueContract,
                ListContract,
                RequestContract,
                BodyContract,
                UploadContract,
                HostileInputContract,
                OriginContract,
                StopContract,
                RangeContract,
                FrontContract {}
