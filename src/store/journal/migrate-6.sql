-- Makes a journal of version 5 one of version 6. When earlier readings began by Auth0's clock is not known, so that everybody is
-- compared once before changes alone are read.

ALTER TABLE run ADD COLUMN read_from TEXT;
