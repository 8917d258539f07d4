class Touch < ActiveRecord::Migration[7.1]
  def change
    execute <<~SQL
      CREATE FUNCTION touch(who text) RETURNS text LANGUAGE sql AS $$ SELECT 'hello; ' || who $$;
    SQL
  end
end
