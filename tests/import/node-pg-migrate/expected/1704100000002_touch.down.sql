DROP FUNCTION touch(text);
