// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QWidget>

namespace trutina::ui {

/// A small picture on the media backdrop, read in the background; a film or a broken file shows an icon and a word instead.
class Thumbnail : public QWidget {
    Q_OBJECT
  public:
    explicit Thumbnail(int widthAt100, int heightAt100, QWidget* parent = nullptr);

    void setFile(const QString& file); ///< empty: nothing
    [[nodiscard]] QString file() const { return m_file; }
    [[nodiscard]] bool isShowingPicture() const { return !m_image.isNull(); }
    [[nodiscard]] QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QString m_file;
    QImage m_image;
    bool m_hasFailed = false;
    int m_width;
    int m_height;
};

} // namespace trutina::ui
