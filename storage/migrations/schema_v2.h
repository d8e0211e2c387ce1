// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace trutina::storage {

class Connection;

/// Measurement settings gain the type of the weights and the frame labels. What was measured before had stored weights, and
/// labels where there was a video.
void upgradeToSchemaV2(Connection& connection);

} // namespace trutina::storage
