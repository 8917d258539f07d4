class Flags < ActiveRecord::Migration[7.1]
  def change
    add_column :account, :active, :boolean, null: false, default: true
  end
end
