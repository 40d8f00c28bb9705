-- The index behind utterance_pair_uq gives an audio's utterances in the order of their transcriptions; this one in id order.
CREATE INDEX utterance_audio_ix ON utterance (audio_id);
