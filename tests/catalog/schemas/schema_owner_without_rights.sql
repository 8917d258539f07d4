create schema shop authorization app_owner;
revoke create on schema shop from app_owner;
