// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace trutina::storage {

class Connection;

/// Version 1 of the schema, in an empty file. Called by migrate().
void createSchemaV1(Connection& connection);

} // namespace trutina::storage
