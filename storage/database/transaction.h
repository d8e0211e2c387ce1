// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/database/connection.h"

namespace trutina::storage {

/// A change of the file: all of it is there after commit(), nothing of it when the scope ends without one.
///
/// It is immediate: the right to write is taken at the start. A deferred one that reads first could find, when it comes to
/// write, that another connection was quicker, and would have to be begun again.
class WriteTransaction {
  public:
    explicit WriteTransaction(Connection& connection);
    ~WriteTransaction();
    WriteTransaction(const WriteTransaction&) = delete;
    WriteTransaction& operator=(const WriteTransaction&) = delete;

    void commit(); ///< on disk when it returns

  private:
    Connection& m_connection;
    bool m_isOpen = true;
};

/// One unchanging view of the file for several reads (deferred). Inside another transaction it is that one's view.
class ReadTransaction {
  public:
    explicit ReadTransaction(Connection& connection);
    ~ReadTransaction();
    ReadTransaction(const ReadTransaction&) = delete;
    ReadTransaction& operator=(const ReadTransaction&) = delete;

  private:
    Connection& m_connection;
    bool m_isOwn;
};

} // namespace trutina::storage
