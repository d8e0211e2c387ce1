// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QStringList>
#include <QWidget>

class QGridLayout;

namespace trutina::ui {

/// The columns of a file, each with the name under which the format shall read it. Names can be chosen or typed.
class ColumnMapping : public QWidget {
    Q_OBJECT
  public:
    explicit ColumnMapping(QWidget* parent = nullptr);

    /// Choices for columns that are still there are kept.
    void setColumns(const QStringList& columns);
    [[nodiscard]] QStringList columns() const { return m_columns; }
    [[nodiscard]] QMap<QString, QString> mapping() const; ///< only those that change their name
    void choose(const QString& column, const QString& field);

  Q_SIGNALS:
    void changed();

  private:
    void rebuild();

    QStringList m_columns;
    QMap<QString, QString> m_fields;
    QGridLayout* m_grid;
};

} // namespace trutina::ui
