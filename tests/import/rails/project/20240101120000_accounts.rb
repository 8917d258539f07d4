class Accounts < ActiveRecord::Migration[7.1]
  def change
    create_table :account do |t|
      t.text :email, null: false
    end
  end
end
