// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace trutina::storage {

class Connection;

/// Votes gain a kind: what settles a disagreement is told apart from what annotators said. All votes before were votes.
void upgradeToSchemaV3(Connection& connection);

} // namespace trutina::storage
