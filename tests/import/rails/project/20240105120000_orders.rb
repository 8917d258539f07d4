class Orders < ActiveRecord::Migration[7.1]
  def change
    create_table :orders do |t|
      t.references :account, null: false
    end
  end
end
