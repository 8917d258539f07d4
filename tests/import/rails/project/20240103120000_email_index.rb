class EmailIndex < ActiveRecord::Migration[7.1]
  disable_ddl_transaction!

  def change
    add_index :account, :email, name: 'account_email', algorithm: :concurrently
  end
end
