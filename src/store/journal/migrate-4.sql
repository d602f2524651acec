-- Makes a journal of version 3 one of version 4. When the readings of version 3 began by Auth0's clock is not known, so that
-- everybody is compared once before changes alone are read.

ALTER TABLE run ADD COLUMN read_from TEXT;
